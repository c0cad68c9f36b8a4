// Connections of a room that may sleep while its sockets stay open. Invariant: all truth is on the host: the list of
// sockets, their tags, and the attachment; what is cached on a socket can be rebuilt from it after a wake-up.
import { type Attachment, readAttachment, writeAttachment } from "./attachment";
import { CLOSE, type Connection, type ConnectionNotes, type Connections, NOTES, OPEN, tagsOf } from "./connection";
import type { Message, RoomState, ServerSocket } from "./host";

/** Cloudflare's limits for hibernating sockets. Test: C21. */
const TAGS_MAX = 10;
const TAG_CHARS_MAX = 256;

type Notes = ConnectionNotes & Attachment;
type Noted = { [NOTES]: Notes };

/** The properties every connection has; `setState` is its own, so that it works when detached. */
const PROPERTIES: PropertyDescriptorMap & ThisType<Connection & Noted> = {
  id: getter((notes) => notes.id),
  socket: { get() { return this; }, enumerable: true, configurable: true },
  uri: getter((notes) => notes.uri),
  state: getter((notes) => notes.state),
  serializeAttachment: { value(state: unknown) { setState(this, state); }, configurable: true },
  deserializeAttachment: { value() { return this[NOTES].state; }, configurable: true },
  close: CLOSE,
};

export class HibernatingConnections implements Connections {
  constructor(private readonly state: RoomState) {}

  dress(socket: ServerSocket, id: string, uri: string): Connection {
    return dress(socket, { id, uri, state: null });
  }

  /** A socket the host gives back, as the connection it is. */
  known(socket: ServerSocket): Connection {
    return NOTES in socket ? (socket as Connection) : dress(socket, readAttachment(socket));
  }

  accept(connection: Connection, given: unknown): void {
    const tags = tagsOf(connection.id, given);
    checkTags(tags);
    this.state.acceptWebSocket(connection, tags);
    setState(connection, connection.state);
    this.state.partyrs?.join(connection);
  }

  forget(connection: Connection): boolean {
    const notes = connection[NOTES];
    if (notes.gone) return false;
    notes.gone = true;
    this.state.partyrs?.leave(connection);
    return true;
  }

  get(id: string): Connection | undefined {
    const found = this.withId(id);
    if (found.length > 1) throw new Error(`More than one connection found for id ${id}. Did you mean to use getConnections(tag) instead?`);
    return found[0];
  }

  /** Another connection may carry the id as a plain tag. */
  private withId(id: string): Connection[] {
    const found: Connection[] = [];
    for (const socket of this.state.getWebSockets(id)) {
      const connection = this.known(socket);
      if (connection.id === id && isListed(connection)) found.push(connection);
    }
    return found;
  }

  *list(tag?: string): Iterable<Connection> {
    for (const socket of this.state.getWebSockets(tag)) {
      const connection = this.known(socket);
      if (isListed(connection)) yield connection;
    }
  }

  broadcast(message: Message, without: Iterable<string>): void {
    const except: Connection[] = [];
    for (const id of without) except.push(...this.withId(id));
    if (this.state.partyrs) return this.state.partyrs.broadcast(message, except);
    for (const connection of this.list()) if (!except.includes(connection)) connection.send(message as string);
  }

  /** A snapshot. */
  map(): Map<string, Connection> {
    const map = new Map<string, Connection>();
    for (const connection of this.list()) map.set(connection.id, connection);
    return map;
  }
}

/** The host may still know a socket that is closing. */
function isListed(connection: Connection): boolean {
  return connection.readyState === OPEN && !connection[NOTES].gone;
}

function dress(socket: ServerSocket, attachment: Attachment): Connection {
  const connection = socket as Connection;
  const notes: Notes = { ...attachment, tags: [], gone: false };
  Object.defineProperty(connection, NOTES, { value: notes });
  Object.defineProperties(connection, PROPERTIES);
  Object.defineProperty(connection, "setState", {
    value: { setState: (next: unknown) => setState(connection, typeof next === "function" ? next(notes.state) : next) }.setState,
    enumerable: true,
    configurable: true,
  });
  return connection;
}

/** Undefined is kept as null. A refused state leaves the old one in place. */
function setState(connection: Connection, state: unknown): unknown {
  const { [NOTES]: notes } = connection as Connection & Noted;
  const kept = state ?? null;
  writeAttachment(connection, { id: notes.id, uri: notes.uri, state: kept });
  notes.state = kept;
  return state;
}

function getter(read: (notes: Notes) => unknown): PropertyDescriptor & ThisType<Noted> {
  return { get() { return read(this[NOTES]); }, enumerable: true, configurable: true };
}

function checkTags(tags: unknown[]): void {
  if (tags.length > TAGS_MAX) throw new Error(`A connection can only have ${TAGS_MAX} tags, including the default id tag.`);
  for (const tag of tags) {
    if (typeof tag !== "string") throw new Error(`A connection tag must be a string. Received: ${String(tag)}`);
    if (tag === "") throw new Error("A connection tag must not be an empty string.");
    if (tag.length > TAG_CHARS_MAX) throw new Error(`A connection tag must not exceed ${TAG_CHARS_MAX} characters`);
  }
}
