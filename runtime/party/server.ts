// One started room server, whatever its style. Invariant: the room's machinery calls user code through this interface
// alone; a handler that does not exist is a silent no-op, except `request`. It catches nothing.
import type { Connection } from "./connection";
import type { Message } from "./host";

export interface ConnectionContext {
  request: Request;
}

export interface PartyServer {
  /** Sockets outlive the instance and messages come through the Durable Object's handlers. */
  readonly hibernates: boolean;
  start(): unknown;
  tags(connection: Connection, context: ConnectionContext): unknown;
  connect(connection: Connection, context: ConnectionContext): unknown;
  message(message: Message, connection: Connection): unknown;
  close(connection: Connection): unknown;
  error(connection: Connection, error: unknown): unknown;
  request(request: Request): unknown;
  alarm(): unknown;
}

export const NO_TAGS: readonly string[] = [];

export function noRequestHandler(): Error {
  return new Error("Invalid onRequest handler");
}
