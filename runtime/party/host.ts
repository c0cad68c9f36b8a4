// The platform under the party layer, as types: the part of the Durable Object contract this code uses, and the
// optional extension of partyrs' own host. Invariant: types only, nothing here exists at run time, and whatever is
// not on every host is optional. It does not describe what user code may use beyond that.

/** The server end of a WebSocket, before and after `accept`. */
export interface ServerSocket extends WebSocket {
  /** `allowHalfOpen` leaves the answer to a client's Close frame to us; hosts without it ignore the argument. */
  accept(options?: { allowHalfOpen: true }): void;
  serializeAttachment(value: unknown): void;
  deserializeAttachment(): unknown;
}

export interface SocketPair {
  0: ServerSocket;
  1: ServerSocket;
}

declare global {
  var WebSocketPair: { new (): SocketPair };
  interface ResponseInit {
    webSocket?: WebSocket;
  }
  interface Response {
    readonly webSocket?: ServerSocket | null;
  }
}

export type Message = string | ArrayBuffer | ArrayBufferView;

/** Logs what a handler threw, with its stack mapped to the user's source. */
export interface Reporter {
  report(error: unknown, handler: string): void;
}

/** What partyrs' own host adds to the state of a room. */
export interface RoomHost extends Reporter {
  /** Makes an accepted socket a member of the room; a socket that closes leaves by itself. */
  join(socket: WebSocket): void;
  leave(socket: WebSocket): void;
  /** Whether a request asks for a WebSocket, without making its headers. */
  isUpgrade(request: Request): boolean;
  /** Sends to every open member but `except`. */
  broadcast(message: Message, except: WebSocket[]): void;
}

export interface RoomState {
  readonly id: ObjectId;
  readonly storage: Storage;
  readonly partyrs?: RoomHost;
  blockConcurrencyWhile<T>(task: () => Promise<T>): Promise<T>;
  acceptWebSocket(socket: WebSocket, tags: string[]): void;
  getWebSockets(tag?: string): ServerSocket[];
}

/** The user's storage; only these are touched here. */
export interface Storage {
  getAlarm(): Promise<number | null>;
  setAlarm(time: number): Promise<void>;
  deleteAll(options?: object): Promise<void>;
}

export interface ObjectId {
  readonly name?: string;
  toString(): string;
}

export interface Fetcher {
  fetch(request: Request): Promise<Response>;
}

export interface Namespace {
  idFromName(name: string): ObjectId;
  get(id: ObjectId): Fetcher;
}

export type Env = Record<string, unknown>;

/** The edge's ExecutionContext. */
export interface EdgeContext {
  readonly partyrs?: Reporter;
  waitUntil(promise: Promise<unknown>): void;
  passThroughOnException(): void;
}

export interface CronEvent {
  readonly cron: string;
  readonly scheduledTime: number;
  noRetry?(): void;
}
