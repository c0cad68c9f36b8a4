// Connections of a room that lives as long as its sockets. Invariant: one listed connection per id, the newest; an old
// one with the same id keeps working but is not listed (C48). Tags are not validated and state is not copied here.
import { CLOSE, type Connection, type ConnectionEvents, type Connections, NOTES, OPEN, tagsOf } from "./connection";
import { report } from "./errors";
import type { Message, RoomHost, RoomState, ServerSocket } from "./host";
import { guardListeners } from "./listeners";

export class InMemoryConnections implements Connections {
  private readonly byId = new Map<string, Connection>();

  private readonly host: RoomHost | undefined;

  constructor(
    private readonly state: RoomState,
    private readonly events: ConnectionEvents,
  ) {
    this.host = state.partyrs;
  }

  dress(socket: ServerSocket, id: string, uri: string): Connection {
    const connection = socket as Connection & { state: unknown };
    Object.assign(connection, {
      id,
      socket: connection,
      uri,
      state: null,
      setState: (next: unknown) => (connection.state = typeof next === "function" ? next(connection.state) : next),
    });
    Object.defineProperty(connection, "close", CLOSE);
    Object.defineProperty(connection, NOTES, { value: { tags: [], gone: false } });
    return connection;
  }

  accept(connection: Connection, tags: unknown): void {
    connection[NOTES].tags = tagsOf(connection.id, tags);
    connection.accept({ allowHalfOpen: true });
    this.listen(connection);
    const older = this.byId.get(connection.id);
    if (older) this.host?.leave(older);
    this.byId.set(connection.id, connection);
    this.host?.join(connection);
  }

  /** Before `onConnect`, so that these listeners come before any of the user's. */
  private listen(connection: Connection): void {
    const { events } = this;
    connection.addEventListener("message", (event) => {
      events.message(connection, event.data);
    });
    connection.addEventListener("close", (event) => {
      events.closed(connection, event.code, event.reason);
    });
    connection.addEventListener("error", (event) => {
      const { error, message } = event as ErrorEvent;
      events.failed(connection, error ?? new Error(message));
    });
    if (!this.host) guardListeners(connection, (error) => report(this.state, error, "listener"));
  }

  forget(connection: Connection): boolean {
    const notes = connection[NOTES];
    if (notes.gone) return false;
    notes.gone = true;
    if (this.byId.get(connection.id) === connection) this.byId.delete(connection.id);
    this.host?.leave(connection);
    return true;
  }

  get(id: string): Connection | undefined {
    return this.byId.get(id);
  }

  *list(tag?: string): Iterable<Connection> {
    for (const connection of this.byId.values()) {
      if (!tag || connection[NOTES].tags.includes(tag)) yield connection;
    }
  }

  broadcast(message: Message, without: Iterable<string>): void {
    const except: Connection[] = [];
    for (const id of without) {
      const connection = this.byId.get(id);
      if (connection) except.push(connection);
    }
    if (this.host) return this.host.broadcast(message, except);
    for (const connection of this.byId.values()) {
      if (connection.readyState === OPEN && !except.includes(connection)) connection.send(message as string);
    }
  }

  /** The live map itself. */
  map(): Map<string, Connection> {
    return this.byId;
  }
}
