// A Connection: the server-side WebSocket itself with PartyKit's properties on it, and the closing both kinds share.
// Invariant: a socket is dressed at most once while the instance lives, so handlers always get the same object. Which
// connections a room has is the business of the two collections.
import { closeReason } from "./errors";
import type { Message, ServerSocket } from "./host";

/** The party layer's own notes on a connection, out of the user's sight. */
export const NOTES = Symbol("partyrs");

export interface ConnectionNotes {
  tags: readonly string[];
  /** Has left the room; no handler runs for it any more. */
  gone: boolean;
}

export interface Connection extends ServerSocket {
  readonly id: string;
  readonly uri: string;
  readonly socket: Connection;
  readonly state: unknown;
  setState(state: unknown): unknown;
  [NOTES]: ConnectionNotes;
}

/** The connections of one room, in memory or hibernating. */
export interface Connections {
  /** Gives a fresh server-side socket its properties; it is not listed yet. */
  dress(socket: ServerSocket, id: string, uri: string): Connection;
  /** Starts the socket and lists it. Throws what is wrong with the tags. */
  accept(connection: Connection, tags: unknown): void;
  /** Takes a connection off the list; false if it had left before. */
  forget(connection: Connection): boolean;
  get(id: string): Connection | undefined;
  list(tag?: string): Iterable<Connection>;
  broadcast(message: Message, without: Iterable<string>): void;
  /** By id, for the deprecated `room.connections`. */
  map(): Map<string, Connection>;
}

/** What the sockets of a room tell it. */
export interface ConnectionEvents {
  message(connection: Connection, message: Message): unknown;
  closed(connection: Connection, code: number, reason: string): unknown;
  failed(connection: Connection, error: unknown): unknown;
}

/**
 * `close` of every connection: an invalid code is a TypeError on every host (C34), and a reason too long for the wire
 * is cut instead of breaking the frame (C25).
 */
export const CLOSE: PropertyDescriptor = {
  value: function close(this: ServerSocket, code?: number, reason?: string): void {
    const status = Math.trunc(Number(code)) || 0;
    if (code !== undefined && !isCloseCode(status)) throw new TypeError(`Invalid WebSocket close code: ${status}.`);
    if (reason !== undefined) WebSocket.prototype.close.call(this, code, closeReason(String(reason)));
    else if (code !== undefined) WebSocket.prototype.close.call(this, code);
    else WebSocket.prototype.close.call(this);
  },
  writable: true,
  configurable: true,
};

/** What may stand in a Close frame that we send (RFC 6455, 7.4). */
function isCloseCode(code: number): boolean {
  return code >= 1000 && code < 5000 && code !== 1004 && code !== 1005 && code !== 1006 && code !== 1015;
}

/**
 * Completes a closing handshake that the client began, unless user code has answered already (C35, C36). Runs after
 * the synchronous part of every close handler.
 */
export function answerClose(socket: WebSocket, code: number, reason: string): void {
  if (code === 1006 || code === 1015) return; // no Close frame came
  queueMicrotask(() => {
    try {
      if (code === 1005) socket.close();
      else socket.close(code, reason);
    } catch {
      socket.close(); // a code that may be received but not sent
    }
  });
}

/** Effective tags: the id first, then the user's, the id never twice. */
export function tagsOf(id: string, tags: unknown): string[] {
  if (!Array.isArray(tags)) throw new TypeError("getConnectionTags must return an array of strings");
  return [id, ...tags.filter((tag) => tag !== id)];
}

// Constants of the WebSocket standard that some versions of the platform lack.
for (const [value, name] of ["CONNECTING", "OPEN", "CLOSING", "CLOSED"].entries()) {
  for (const target of [WebSocket, WebSocket.prototype]) {
    if (!(name in target)) Object.defineProperty(target, name, { value, enumerable: true, configurable: true });
  }
}

/** The only `readyState` in which a message can be sent. */
export const OPEN = 1;
