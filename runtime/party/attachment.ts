// What a hibernating connection keeps on its socket: the platform's part and the user's state. Invariant: only the
// user's state counts against its limit, measured as the structured clone the platform would write. It caches nothing.
import type { ServerSocket } from "./host";

/** PartyKit's limit of a connection's state, in serialised bytes. Test: C18. */
const STATE_BYTES_MAX = 2048;
/** Hosts take 16 KiB for the whole attachment; a longer uri is cut so that the state always fits beside it. */
const URI_CHARS_MAX = 12_000;

export interface Attachment {
  id: string;
  uri: string;
  state: unknown;
}

export function writeAttachment(socket: ServerSocket, { id, uri, state }: Attachment): void {
  const bytes = 2 + cloneBytes(state, new Set());
  if (bytes > STATE_BYTES_MAX) {
    throw new Error(`A WebSocket 'attachment' cannot be larger than ${STATE_BYTES_MAX} bytes.'attachment' was ${bytes} bytes.`);
  }
  const kept = uri.length > URI_CHARS_MAX ? uri.slice(0, URI_CHARS_MAX) : uri;
  WebSocket.prototype.serializeAttachment.call(socket, { __pk: { id, uri: kept }, __user: state });
}

export function readAttachment(socket: ServerSocket): Attachment {
  const kept = WebSocket.prototype.deserializeAttachment.call(socket) as { __pk: { id: string; uri: string }; __user: unknown };
  return { id: kept.__pk.id, uri: kept.__pk.uri, state: kept.__user };
}

declare global {
  interface WebSocket {
    serializeAttachment(value: unknown): void;
    deserializeAttachment(): unknown;
  }
}

/** Bytes of `value` in the V8 wire format; what cannot be cloned counts nothing, the host refuses it. */
function cloneBytes(value: unknown, seen: Set<object>): number {
  switch (typeof value) {
    case "string":
      return stringBytes(value);
    case "number":
      return Number.isInteger(value) && Math.abs(value) < 2 ** 30 ? 1 + varintBytes(Math.abs(value) * 2) : 9;
    case "bigint":
      return 2 + Math.ceil(value.toString(16).length / 2);
    case "object":
      return value === null ? 1 : objectBytes(value, seen);
    case "boolean":
    case "undefined":
      return 1;
    default:
      return 0;
  }
}

function objectBytes(value: object, seen: Set<object>): number {
  if (seen.has(value)) return 2;
  seen.add(value);
  const sum = (parts: Iterable<unknown>) => {
    let bytes = 0;
    for (const part of parts) bytes += cloneBytes(part, seen);
    return bytes;
  };
  if (Array.isArray(value)) return 3 + 2 * varintBytes(value.length) + sum(value);
  if (value instanceof Map) return 2 + varintBytes(value.size * 2) + sum([...value].flat());
  if (value instanceof Set) return 2 + varintBytes(value.size) + sum(value);
  if (value instanceof ArrayBuffer) return 1 + varintBytes(value.byteLength) + value.byteLength;
  if (ArrayBuffer.isView(value)) return 8 + value.buffer.byteLength;
  if (value instanceof Date) return 9;
  return 2 + varintBytes(Object.keys(value).length) + sum(Object.entries(value).flat());
}

function stringBytes(text: string): number {
  const bytes = /^[\0-\xff]*$/.test(text) ? text.length : text.length * 2;
  return 1 + varintBytes(bytes) + bytes;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest /= 128) bytes++;
  return bytes;
}
