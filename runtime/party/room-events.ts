// What happens to a connection, turned into calls of the room's server. Invariant: nothing a handler throws gets out
// of here; it is reported and the room goes on. A synchronous handler costs no promise. It keeps no list of
// connections.
import { answerClose, type Connection, type ConnectionEvents, type Connections } from "./connection";
import { isPromise, report } from "./errors";
import type { Message, RoomState } from "./host";
import type { PartyServer } from "./server";

/** PartyKit's limit of one inbound message. partyrs' own host enforces it at the socket. Test: C40. */
const MESSAGE_BYTES_MAX = 1_048_576;

export class RoomEvents implements ConnectionEvents {
  /** Set by the room right after its connections are made. */
  connections!: Connections;
  private readonly limited: boolean;

  constructor(
    private readonly state: RoomState,
    private readonly server: PartyServer,
  ) {
    this.limited = state.partyrs === undefined;
  }

  message(connection: Connection, message: Message): unknown {
    if (this.limited && this.refused(connection, message)) return undefined;
    try {
      const result = this.server.message(message, connection);
      return result === undefined ? undefined : this.settled(result, "onMessage");
    } catch (error) {
      report(this.state, error, "onMessage");
    }
  }

  closed(connection: Connection, code: number, reason: string): unknown {
    if (!this.connections.forget(connection)) return undefined;
    answerClose(connection, code, reason);
    try {
      return this.settled(this.server.close(connection), "onClose");
    } catch (error) {
      report(this.state, error, "onClose");
    }
  }

  failed(connection: Connection, error: unknown): unknown {
    if (!this.connections.forget(connection)) return undefined;
    try {
      return this.settled(this.server.error(connection, error), "onError");
    } catch (thrown) {
      report(this.state, thrown, "onError");
    }
  }

  private settled(result: unknown, handler: string): unknown {
    return isPromise(result) ? result.then(undefined, (error) => report(this.state, error, handler)) : undefined;
  }

  private refused(connection: Connection, message: Message): boolean {
    const bytes = bytesBeyond(message, MESSAGE_BYTES_MAX);
    if (bytes === 0) return false;
    connection.close(1009, `Message is too large: ${bytes} > ${MESSAGE_BYTES_MAX}`);
    void this.failed(connection, new Error("internal error"));
    return true;
  }
}

/** The size of a message larger than `max`, else 0; the text of most messages need not be measured. */
function bytesBeyond(message: Message, max: number): number {
  if (typeof message !== "string") return message.byteLength > max ? message.byteLength : 0;
  if (message.length * 3 <= max) return 0;
  const bytes = new TextEncoder().encode(message).length;
  return bytes > max ? bytes : 0;
}
