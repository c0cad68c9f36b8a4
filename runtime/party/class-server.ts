// Class style: `new Server(room)` per room, handlers are its methods. Invariant: handlers are looked up when called, so
// instance fields and later assignments count. It does not touch the statics.
import type { Connection } from "./connection";
import type { Message } from "./host";
import type { Room } from "./room";
import { type ConnectionContext, NO_TAGS, noRequestHandler, type PartyServer } from "./server";

type Handler = (...args: unknown[]) => unknown;

export interface ClassInstance {
  options?: { hibernate?: unknown };
  onStart?: Handler;
  getConnectionTags?: Handler;
  onConnect?: Handler;
  onMessage?: Handler;
  onClose?: Handler;
  onError?: Handler;
  onRequest?: Handler;
  onAlarm?: Handler;
}

export type PartyClass = new (room: Room) => ClassInstance;

export class ClassServer implements PartyServer {
  readonly hibernates: boolean;
  private readonly instance: ClassInstance;

  constructor(Party: PartyClass, room: Room) {
    this.instance = new Party(room);
    this.hibernates = this.instance.options?.hibernate === true;
  }

  start(): unknown {
    return this.instance.onStart?.();
  }

  tags(connection: Connection, context: ConnectionContext): unknown {
    return this.instance.getConnectionTags ? this.instance.getConnectionTags(connection, context) : NO_TAGS;
  }

  connect(connection: Connection, context: ConnectionContext): unknown {
    return this.instance.onConnect?.(connection, context);
  }

  message(message: Message, connection: Connection): unknown {
    return this.instance.onMessage?.(message, connection);
  }

  close(connection: Connection): unknown {
    return this.instance.onClose?.(connection);
  }

  error(connection: Connection, error: unknown): unknown {
    return this.instance.onError?.(connection, error);
  }

  request(request: Request): unknown {
    if (typeof this.instance.onRequest !== "function") throw noRequestHandler();
    return this.instance.onRequest(request);
  }

  alarm(): unknown {
    return this.instance.onAlarm?.();
  }
}
