// Object style: one object serves all rooms of the party and gets the room as an argument. Invariant: `onStart`,
// `getConnectionTags` and `options` do not exist in this style (L09). It keeps no state of its own.
import type { Connection } from "./connection";
import type { Message } from "./host";
import type { Room } from "./room";
import { type ConnectionContext, NO_TAGS, noRequestHandler, type PartyServer } from "./server";

type Handler = (...args: unknown[]) => unknown;

export interface PartyObject {
  onConnect?: Handler;
  onMessage?: Handler;
  onClose?: Handler;
  onError?: Handler;
  onRequest?: Handler;
  onAlarm?: Handler;
}

export class ObjectServer implements PartyServer {
  /** With `onConnect` alone the sockets belong to the user's own listeners, so the room stays in memory. */
  readonly hibernates: boolean;

  constructor(
    private readonly party: PartyObject,
    private readonly room: Room,
  ) {
    this.hibernates = "onMessage" in party || !("onConnect" in party);
  }

  start(): unknown {
    return undefined;
  }

  tags(): unknown {
    return NO_TAGS;
  }

  connect(connection: Connection, context: ConnectionContext): unknown {
    return this.party.onConnect?.(connection, this.room, context);
  }

  message(message: Message, connection: Connection): unknown {
    return this.party.onMessage?.(message, connection, this.room);
  }

  close(connection: Connection): unknown {
    return this.party.onClose?.(connection, this.room);
  }

  error(connection: Connection, error: unknown): unknown {
    return this.party.onError?.(connection, error, this.room);
  }

  request(request: Request): unknown {
    if (typeof this.party.onRequest !== "function") throw noRequestHandler();
    return this.party.onRequest(request, this.room);
  }

  alarm(): unknown {
    return this.party.onAlarm?.(this.room);
  }
}
