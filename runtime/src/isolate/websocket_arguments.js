// What users give to a WebSocket, checked and brought into the form that the host takes. Knows no socket.
//
// Standard: WebSockets §3.1, with workerd's messages.

import host from "partyrs:host";

/** The longest close reason that fits a control frame, bytes. */
const REASON_BYTES_MAX = 123;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** The http or https address behind a ws or wss URL. */
export function addressOf(url) {
  const normal = host.urlNormalise(url.toWellFormed());
  if (normal === undefined) throw refusal("The url is invalid.");
  if (!/^wss?:/.test(normal)) throw refusal("The url scheme must be ws or wss.");
  if (normal.includes("#")) throw refusal("The url fragment must be empty.");
  return normal.replace("ws", "http");
}

/** The subprotocols to offer, as a flat list of headers. */
export function protocolHeaders(protocols) {
  if (protocols === undefined) return [];
  const list = typeof protocols === "object" && protocols !== null ? Array.from(protocols, String) : [String(protocols)];
  if (list.length === 0) throw refusal("The protocols array cannot be empty.");
  if (!list.every((name) => TOKEN.test(name))) throw refusal("The protocol header token is invalid.");
  const different = new Set(list.map((name) => name.toLowerCase()));
  if (different.size < list.length) throw refusal("The protocols header cannot have repeating values.");
  return ["sec-websocket-protocol", list.join(", ")];
}

const refusal = (why) => new DOMException(`WebSocket Constructor: ${why}`, "SyntaxError");

/** What goes over the wire for `message`: bytes for buffers and views, text for everything else. */
export function sendable(message) {
  if (typeof message === "string") return message;
  if (message instanceof ArrayBuffer) return new Uint8Array(message);
  if (ArrayBuffer.isView(message)) return new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
  return String(message);
}

/** A close code that may be sent; anything else throws. */
export function closeCode(value) {
  const code = Math.trunc(Number(value)) || 0;
  const reserved = code === 1004 || code === 1005 || code === 1006 || code === 1015;
  if (code < 1000 || code > 4999 || reserved) throw new TypeError(`Invalid WebSocket close code: ${code}.`);
  return code;
}

/** `reason` cut to what a close frame holds, at a character's boundary. */
export function truncated(reason) {
  let bytes = 0;
  let end = 0;
  for (const character of reason) {
    const point = character.codePointAt(0);
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (bytes > REASON_BYTES_MAX) break;
    end += character.length;
  }
  return reason.slice(0, end);
}
