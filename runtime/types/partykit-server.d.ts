/*
 * Types for PartyKit projects that run on partyrs.
 *
 * `partyrs init` writes this file into your project as `partykit-env.d.ts`, so that
 * `import type * as Party from "partykit/server"` type-checks with nothing installed but TypeScript.
 * Keep `"lib": ["DOM", "DOM.Iterable", "ES2022"]` (or later) in tsconfig.json. When the `partykit` package
 * is installed as well, these declarations are used instead of its own; both accept the same code.
 */

/** The host the project is served from, without a scheme: `127.0.0.1:1999` in dev. Filled in by the build. */
declare const PARTYKIT_HOST: string;

declare namespace NodeJS {
  interface ProcessEnv {
    [name: string]: string | undefined;
  }
  interface Process {
    env: ProcessEnv;
  }
}
/**
 * In server code, `process.env` holds the values of the config's `vars`, of `.env` (and, in dev, `.env.local`) and of
 * `--var`, all as text. See also `room.env`, where they have their types.
 */
declare var process: NodeJS.Process;

/** A stylesheet whose class names are made unique; the default export maps your names to the real ones. */
declare module "*.module.css" {
  const classNames: { readonly [name: string]: string };
  export default classNames;
}
/** A stylesheet, imported for its effect: it becomes part of the `.css` file beside the built client. */
declare module "*.css" {}
/** A compiled WebAssembly module: pass it to `WebAssembly.instantiate`. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
/** The same as importing the file without `?module`. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
/** The bytes of a file. */
declare module "*.bin" {
  const bytes: ArrayBuffer;
  export default bytes;
}
/** The text of a file, read as UTF-8. */
declare module "*.txt" {
  const text: string;
  export default text;
}

declare module "partykit/server" {
  type Awaitable<T> = T | Promise<T>;
  type GlobalRequest = globalThis.Request;
  type GlobalResponse = globalThis.Response;

  // ---------------------------------------------------------------------------------------------- the server

  /**
   * A room's code, as a class: one instance per room. Write `export default class MyRoom implements Party.Server`.
   * Every handler is optional and may be async. Handlers of different events may interleave wherever one awaits
   * something other than storage.
   */
  export interface Server {
    /** Read once, right after the constructor. */
    readonly options?: ServerOptions;

    /**
     * Names a connection belongs to, for `room.getConnections(tag)`. Runs before `onConnect`.
     * At most 9 tags (the connection's id is always the tenth), each 1 to 256 characters long.
     * Throwing closes the connection with 1011.
     */
    getConnectionTags?(connection: Connection, context: ConnectionContext): Awaitable<string[]>;

    /** Runs once per instance, before its first event: the place to load what you need from storage. */
    onStart?(): Awaitable<void>;

    /**
     * Somebody connected. The connection is already part of `getConnections()` and hears `broadcast`.
     * The client's `open` event waits until this settles. Throwing closes the connection with 1011.
     */
    onConnect?(connection: Connection, context: ConnectionContext): Awaitable<void>;

    /**
     * A message arrived: a `string` for text, an `ArrayBuffer` for binary. At most 1 MiB (1,048,576 bytes);
     * a larger one closes the connection with 1009. Throwing is logged, and the connection stays open.
     */
    onMessage?(message: string | ArrayBuffer | ArrayBufferView, sender: Connection): Awaitable<void>;

    /** A connection is gone, for whatever reason. It has already left `getConnections()`. */
    onClose?(connection: Connection): Awaitable<void>;

    /** A connection failed, for example because of an oversized message. Runs instead of `onClose`. */
    onError?(connection: Connection, error: Error): Awaitable<void>;

    /**
     * An HTTP request to `/party/<room>` or `/parties/<party>/<room>`, with any method and any path below it.
     * Must be a method (not an arrow function in a field). Without it such requests get a 500. Throwing gives a
     * 500 with the error's message, or the status in the error's `code`.
     */
    onRequest?(request: Request): Awaitable<GlobalResponse>;

    /**
     * The time given to `storage.setAlarm` has come. Runs at least once: if it throws, it is retried up to six
     * times with growing delays (about 2 s to 74 s). Unlike PartyKit, partyrs lets it read `room.id`.
     */
    onAlarm?(): Awaitable<void>;
  }

  export type ServerOptions = {
    /**
     * `true`: the instance may leave memory while its sockets stay open; the next event constructs a new one and
     * runs `onStart` again. Keep what must survive in `storage` or in `connection.setState`. Default `false`.
     */
    hibernate?: boolean;
  };

  /**
   * The class itself, with its optional static handlers, which run before and beside the rooms. Check yours with
   * `MyRoom satisfies Party.Worker` at the end of the file.
   */
  export type Worker = {
    new (room: Room): Server;
  } & EdgeHandlers;

  interface EdgeHandlers {
    /**
     * A request that is neither for a room nor for a static file. Return nothing to answer with `404.html`, or
     * with a plain 404. Only the main party's is used.
     */
    onFetch?(
      request: Request,
      lobby: FetchLobby,
      context: ExecutionContext,
    ): Awaitable<GlobalResponse | null | undefined>;

    /** A WebSocket to a path that is not a room's. The socket is accepted already. Only the main party's is used. */
    onSocket?(socket: FetchSocket, lobby: FetchLobby, context: ExecutionContext): Awaitable<void>;

    /**
     * Runs before a room's `onRequest`, without access to the room. Return the request (perhaps a changed one) to
     * let it through, or a response to answer in the room's place. Throwing answers 401 with the error's message.
     */
    onBeforeRequest?(
      request: Request,
      lobby: Lobby,
      context: ExecutionContext,
    ): Awaitable<Request | GlobalRequest | GlobalResponse>;

    /**
     * Runs before a WebSocket reaches its room. Return the request to let it through, or a response to refuse.
     * Throwing refuses with 401 and the error's message.
     */
    onBeforeConnect?(
      request: Request,
      lobby: Lobby,
      context: ExecutionContext,
    ): Awaitable<Request | GlobalRequest | GlobalResponse>;

    /** A schedule from `crons` in partykit.json is due. The return value is ignored. Only the main party's is used. */
    onCron?(cron: Cron, lobby: CronLobby, context: ExecutionContext): unknown;
  }

  /**
   * The older way to write a server: a plain object, which gets the room as an argument. It hibernates if it has
   * `onMessage` or lacks `onConnect`. `onStart`, `getConnectionTags` and `options` exist for classes only.
   */
  export interface PartyKitServer extends EdgeHandlers {
    /** @deprecated Renamed to `onFetch`. */
    unstable_onFetch?: EdgeHandlers["onFetch"];
    /** See {@link Server.onConnect}. */
    onConnect?(connection: Connection, room: Room, context: ConnectionContext): Awaitable<void>;
    /** See {@link Server.onMessage}. */
    onMessage?(message: string | ArrayBuffer | ArrayBufferView, sender: Connection, room: Room): Awaitable<void>;
    /** See {@link Server.onClose}. */
    onClose?(connection: Connection, room: Room): Awaitable<void>;
    /** See {@link Server.onError}. */
    onError?(connection: Connection, error: Error, room: Room): Awaitable<void>;
    /** See {@link Server.onRequest}. */
    onRequest?(request: Request, room: Room): Awaitable<GlobalResponse>;
    /** See {@link Server.onAlarm}. */
    onAlarm?(room: Room): Awaitable<void>;
  }

  // ------------------------------------------------------------------------------------------------ the room

  /** One room: its name, its storage, and everybody connected to it. */
  export interface Room {
    /** The room's name as it stands in the URL, not percent-decoded: `a%20b` stays `a%20b`. */
    readonly id: string;
    /** 64 hexadecimal digits, always the same for the same party and room. Prefer `id`. */
    readonly internalID: string;
    /** The party: `main`, or a key of `parties` in partykit.json. */
    name: string;
    /** `vars` from partykit.json, then `.env`, `.env.local` (dev only) and `--var`. JSON values keep their types. */
    env: Record<string, unknown>;
    /** The room's own key-value storage. It survives restarts, reloads and hibernation. */
    readonly storage: Storage;
    /** Other rooms, static files, and bound resources. */
    readonly context: Context;

    /** Sends to every open connection of the room, except those whose ids are in `without`. */
    broadcast(message: string | ArrayBuffer | ArrayBufferView, without?: string[]): void;

    /**
     * The connection with this id, or `undefined`. Throws in a hibernating room when two connections share the id
     * (a reconnecting client may overlap with itself); `getConnections(id)` gives them all.
     */
    getConnection<TState = unknown>(id: string): Connection<TState> | undefined;

    /** All open connections, or those with a tag, to be walked once. No order is promised. */
    getConnections<TState = unknown>(tag?: string): Iterable<Connection<TState>>;

    /**
     * Delivers no other event to the room until `callback` settles, and gives its result. If it throws, or takes
     * longer than 30 s, the room starts afresh and its connections drop.
     */
    blockConcurrencyWhile<T>(callback: () => Promise<T>): Promise<T>;

    /** Where to log data points. Does nothing in dev. */
    readonly analytics: AnalyticsDataset;

    /** @deprecated Use `getConnections()`. */
    readonly connections: Map<string, Connection>;
    /** @deprecated Use `context.parties`. */
    readonly parties: Context["parties"];
  }

  /** @deprecated The older name of {@link Room}. */
  export type Party = Room;

  /** What a room can reach besides itself. */
  export type Context = {
    /** The project's parties by name. A name that is not configured gives `undefined`. */
    parties: Record<string, { get(id: string): Stub }>;
    /** Options for an AI client: `ai` in partykit.json, when it is an object; otherwise `undefined` at run time. */
    ai: AI;
    /** The vector indexes from `vectorize` in partykit.json. They exist on PartyKit's platform; in dev their methods reject. */
    vectorize: Record<string, VectorIndex>;
    /** The project's static files. */
    assets: Assets;
    /** The stores from `bindings` in partykit.json. */
    bindings: Bindings;
  };

  export type AI = Record<string, any>;

  interface Assets {
    /** The file at `path` (which starts with `/`, otherwise this throws), or `null` if there is none. */
    fetch(path: string): Promise<GlobalResponse | null>;
  }

  interface Bindings {
    /** Object stores by name. */
    r2: Record<string, R2Bucket>;
    /** Key-value stores by name. */
    kv: Record<string, KVNamespace>;
  }

  /**
   * Another room, addressed directly: its `onBeforeRequest` and `onBeforeConnect` do not run. Paths start with `/`
   * and are appended to the room's URL.
   */
  export type Stub = {
    /** Calls the room's `onRequest`. An error over there is a response with status 500, not an exception here. */
    fetch(pathOrInit?: string | RequestInit | Request | GlobalRequest): Promise<GlobalResponse>;
    fetch(path: string, init?: RequestInit | Request | GlobalRequest): Promise<GlobalResponse>;
    /** Connects to the room. The socket is open when the promise resolves: add your listeners then. */
    socket(pathOrInit?: string | RequestInit): Promise<WebSocket>;
    socket(path: string, init?: RequestInit): Promise<WebSocket>;
    /** @deprecated Use `await socket()`. */
    connect: () => WebSocket;
  };

  // ------------------------------------------------------------------------------------------- the connection

  /** A client of the room: its WebSocket, with an id and a state of your own. */
  export type Connection<TState = unknown> = WebSocket & {
    /** What the client chose (`?_pk=` in its URL; partysocket makes one per socket), otherwise a random UUID. */
    id: string;
    /** The URL the client connected to, with its query. */
    uri: string;
    /** What `setState` was given last; `null` before that. Read-only: change it through `setState`. */
    state: ConnectionState<TState>;
    /**
     * Replaces the state, directly or from the previous one, and returns it. In a hibernating room it is copied by
     * structured clone, and throws when it is larger than 2,048 bytes or cannot be cloned.
     */
    setState(state: TState | ConnectionSetStateFn<TState> | null): ConnectionState<TState>;
    /** @deprecated The connection is the socket. */
    socket: WebSocket;
    /** @deprecated Use `setState`. */
    serializeAttachment<T = unknown>(attachment: T): void;
    /** @deprecated Use `state`. */
    deserializeAttachment<T = unknown>(): T | null;
  };

  /** A connection's state as you read it: deeply read-only, and `null` until it is set. */
  export type ConnectionState<T> = Frozen<T> | null;
  export type ConnectionSetStateFn<T> = (previous: ConnectionState<T>) => T;

  type Frozen<T> = { readonly [K in keyof T]: FrozenValue<T[K]> };
  type FrozenValue<T> = T extends undefined | null | boolean | string | number | bigint
    ? T
    : T extends Map<infer K, infer V>
      ? ReadonlyMap<FrozenValue<K>, FrozenValue<V>>
      : T extends Set<infer V>
        ? ReadonlySet<FrozenValue<V>>
        : Frozen<T>;

  /** Known only while the connection is being made. */
  export type ConnectionContext = {
    /** The client's handshake: its URL, headers and cookies. */
    request: Request;
  };

  /** A socket on the server. Incoming messages reach the room as `onMessage`. */
  type WebSocket = ServerSocket & globalThis.WebSocket;

  interface ServerSocket {
    /** Sends text, or bytes. Throws after `close()`; after the client has left it does nothing. */
    send(message: string | ArrayBuffer | ArrayBufferView): void;
    /**
     * Closes with a code (1000, or 3000 to 4999 for codes of your own) and a reason of at most 123 UTF-8 bytes,
     * which needs a code. A second call does nothing.
     */
    close(code?: number, reason?: string): void;
    /** Events of this socket, for rooms that do not hibernate. */
    addEventListener(
      type: "message",
      listener: (event: MessageEvent<any>) => void,
      options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(
      type: "close",
      listener: (event: CloseEvent) => void,
      options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(
      type: "error",
      listener: (event: ErrorEvent) => void,
      options?: boolean | AddEventListenerOptions,
    ): void;
    removeEventListener(
      type: "message",
      listener: (event: MessageEvent<any>) => void,
      options?: boolean | EventListenerOptions,
    ): void;
    removeEventListener(
      type: "close",
      listener: (event: CloseEvent) => void,
      options?: boolean | EventListenerOptions,
    ): void;
    removeEventListener(
      type: "error",
      listener: (event: ErrorEvent) => void,
      options?: boolean | EventListenerOptions,
    ): void;
  }

  // ---------------------------------------------------------------------------------------------- the edge

  /** An incoming request. Its headers can be changed in `onBeforeRequest` and `onBeforeConnect` only. */
  export type Request = GlobalRequest & {
    /** The body, parsed as JSON. Rejects with a SyntaxError if it is not JSON. */
    json<T = any>(): Promise<T>;
    /** What the network knows about the client (country, city, …); in dev always the same sample. */
    readonly cf?: any;
  };

  /** What `onFetch` can reach: as {@link Context}, with the variables, and without any room. */
  export type FetchLobby = Context & {
    /** See {@link Room.env}. */
    env: Record<string, unknown>;
    /** Where to log data points. Does nothing in dev. */
    analytics: AnalyticsDataset;
  };

  /** What `onCron` can reach. */
  export type CronLobby = FetchLobby;

  /** What `onBeforeRequest` and `onBeforeConnect` can reach. */
  export type Lobby = FetchLobby & {
    /** The room the client asks for, as in {@link Room.id}. */
    id: string;
  };

  export interface ExecutionContext {
    /** Lets work go on after the response. Its rejection is only logged. */
    waitUntil(promise: Promise<any>): void;
    /** Does nothing here. */
    passThroughOnException(): void;
  }

  /** A socket that belongs to no room. */
  export type FetchSocket = WebSocket & {
    /** The client's handshake. */
    request: Request;
  };

  /** A schedule that is due. */
  export interface Cron {
    /** Its name: a key of `crons` in partykit.json. */
    name: string;
    /** Its expression, for example `0 * * * *`. */
    readonly cron: string;
    /** When it was due, in milliseconds since 1970. */
    readonly scheduledTime: number;
    /** Asks not to be called again if this call fails. */
    noRetry(): void;
  }

  // ------------------------------------------------------------------------------------------------- storage

  /**
   * A room's key-value storage. Keys are strings of at most 2,048 UTF-8 bytes. Values are anything structured clone
   * can copy (also Map, Set, Date, typed arrays), at most 131,072 bytes (128 KiB) each; larger ones reject with a
   * RangeError. Reads see earlier writes at once. While storage is awaited no other event reaches the room, so
   * "read, change, write" needs no lock. What a client hears has been stored before.
   */
  export interface Storage extends StorageOperations {
    /** SQL: the room's own SQLite tables. Beyond PartyKit, as today's Durable Objects have it. */
    readonly sql: SqlStorage;
    /** The same keys and values without promises. A value is at most 2 MiB. Beyond PartyKit. */
    readonly kv: SyncKvStorage;
    /** Runs `closure` as one unit: if it throws, nothing it wrote remains, neither keys nor rows. Beyond PartyKit. */
    transactionSync<T>(closure: () => T): T;
    /** Removes every key and every SQL table. A pending alarm stays. */
    deleteAll(options?: StorageWriteOptions): Promise<void>;
    /**
     * Runs `closure` as one unit: if it throws, or calls `rollback()`, nothing it wrote remains. Meanwhile no event
     * reaches the room and nothing it sends leaves; after 30 seconds the room is reset.
     */
    transaction<T>(closure: (transaction: StorageTransaction) => Promise<T>): Promise<T>;
    /** Resolves when everything written so far is on disk. */
    sync(): Promise<void>;
  }

  interface StorageTransaction extends StorageOperations {
    /** Undoes what the transaction wrote. Further calls on it fail. */
    rollback(): void;
  }

  interface StorageOperations {
    /** The value at a key, a fresh copy each time, or `undefined`. */
    get<T = unknown>(key: string, options?: StorageReadOptions): Promise<T | undefined>;
    /** The values of those keys that exist, sorted by key. At most 128 keys, otherwise a RangeError. */
    get<T = unknown>(keys: string[], options?: StorageReadOptions): Promise<Map<string, T>>;
    /** Keys and values, sorted by the key's UTF-8 bytes. All the room has, unless limited: it must fit in memory. */
    list<T = unknown>(options?: StorageListOptions): Promise<Map<string, T>>;
    /** Stores a value. `undefined` rejects with a TypeError. */
    put<T>(key: string, value: T, options?: StorageWriteOptions): Promise<void>;
    /** Stores several values at once (at most 128): all of them or, on an error, none. */
    put<T>(entries: Record<string, T>, options?: StorageWriteOptions): Promise<void>;
    /** Removes a key. `true` if it existed. */
    delete(key: string, options?: StorageWriteOptions): Promise<boolean>;
    /** Removes several keys (at most 128). Gives how many existed. */
    delete(keys: string[], options?: StorageWriteOptions): Promise<number>;
    /** When `onAlarm` will run, in milliseconds since 1970, or `null`. It is `null` while `onAlarm` runs. */
    getAlarm(options?: StorageReadOptions): Promise<number | null>;
    /** Runs `onAlarm` at a time (milliseconds since 1970, or a Date), replacing the previous one. */
    setAlarm(time: number | Date, options?: StorageWriteOptions): Promise<void>;
    /** Forgets the alarm, if there is one. */
    deleteAlarm(options?: StorageWriteOptions): Promise<void>;
  }

  /** What a column may hold. Numbers are JavaScript's: beyond 2**53 they lose digits. */
  type SqlStorageValue = ArrayBuffer | string | number | null;

  /**
   * A room's SQLite database. What is written belongs to the event like everything else in storage: it is on disk
   * before a client hears of it. Tables whose names begin with `_cf_` are the storage's own and cannot be touched.
   */
  interface SqlStorage {
    /**
     * Runs one or more statements; the bindings go to the last one, and so does the cursor. At most 100 bindings, 100
     * columns and 100,000 characters. `BEGIN`, `SAVEPOINT`, `ATTACH` and most `PRAGMA`s throw: use a transaction of
     * `room.storage`. Booleans, objects and dates are bound as text, `undefined` as null; a bigint throws.
     */
    exec<Row extends Record<string, SqlStorageValue> = Record<string, any>>(
      query: string,
      ...bindings: any[]
    ): SqlStorageCursor<Row>;
    /** Bytes of the database. */
    readonly databaseSize: number;
  }

  /** The rows of a query, of at most 32 MiB: the query has run to its end, later writes do not change them. */
  interface SqlStorageCursor<Row> extends IterableIterator<Row> {
    /** All rows that have not been taken yet. */
    toArray(): Row[];
    /** The only row. Throws when there is none or more than one. */
    one(): Row;
    /** The rows as arrays, in the order of `columnNames`. */
    raw<Values extends SqlStorageValue[] = SqlStorageValue[]>(): IterableIterator<Values>;
    readonly columnNames: string[];
    /** About how many rows were looked at; Cloudflare counts those of indexes, too. */
    readonly rowsRead: number;
    /** How many rows were written, without those of indexes. */
    readonly rowsWritten: number;
  }

  interface SyncKvStorage {
    get<T = unknown>(key: string): T | undefined;
    /** Keys and values, sorted by the key's UTF-8 bytes, as they are now. */
    list<T = unknown>(options?: StorageListOptions): IterableIterator<[string, T]>;
    put<T>(key: string, value: T): void;
    /** Removes a key. `true` if it existed. */
    delete(key: string): boolean;
  }

  interface StorageReadOptions {
    /** Let other events reach the room while this is awaited. */
    allowConcurrency?: boolean;
    /** Do not keep the value in memory. */
    noCache?: boolean;
  }

  interface StorageWriteOptions extends StorageReadOptions {
    /** Let messages and responses leave before this is on disk. */
    allowUnconfirmed?: boolean;
  }

  /** Conditions apply together. */
  interface StorageListOptions extends StorageReadOptions {
    /** The first key to include. Not together with `startAfter`. */
    start?: string;
    /** The last key to exclude at the beginning. */
    startAfter?: string;
    /** The first key to exclude at the end. */
    end?: string;
    /** Only keys that begin so. */
    prefix?: string;
    /** From the last key to the first. `start` stays the lower bound. */
    reverse?: boolean;
    /** How many at most, counted in the order of the result. At least 1. */
    limit?: number;
  }

  // ----------------------------------------------------------------------------------------- bound resources

  interface AnalyticsDataset {
    /** Logs a data point. */
    writeDataPoint(point?: {
      indexes?: (ArrayBuffer | string | null)[];
      doubles?: number[];
      blobs?: (ArrayBuffer | string | null)[];
    }): void;
  }

  type KVValueType = "text" | "json" | "arrayBuffer" | "stream";

  interface KVValueOptions<Type> {
    type: Type;
    /** How long a location may keep the value, in seconds (at least 30). Changes nothing in dev. */
    cacheTtl?: number;
  }

  /** A key-value store shared by all rooms. Keys are at most 512 bytes, values at most 25 MiB. */
  interface KVNamespace<Key extends string = string> {
    /** The value, or `null`. Give a type to have it parsed. */
    get(key: Key, options?: "text" | Partial<KVValueOptions<undefined>> | KVValueOptions<"text">): Promise<string | null>;
    get<T = unknown>(key: Key, options: "json" | KVValueOptions<"json">): Promise<T | null>;
    get(key: Key, options: "arrayBuffer" | KVValueOptions<"arrayBuffer">): Promise<ArrayBuffer | null>;
    get(key: Key, options: "stream" | KVValueOptions<"stream">): Promise<ReadableStream | null>;
    /** The values of up to 100 keys, as text or JSON. */
    get(keys: Key[], type?: "text" | Partial<KVValueOptions<"text">>): Promise<Map<string, string | null>>;
    get<T = unknown>(keys: Key[], type: "json" | KVValueOptions<"json">): Promise<Map<string, T | null>>;
    /** The value and its metadata, each or `null`; for a list of keys, by key. */
    getWithMetadata<Metadata = unknown>(
      key: Key,
      options?: "text" | Partial<KVValueOptions<undefined>> | KVValueOptions<"text">,
    ): Promise<KVValueWithMetadata<string, Metadata>>;
    getWithMetadata<T = unknown, Metadata = unknown>(
      key: Key,
      options: "json" | KVValueOptions<"json">,
    ): Promise<KVValueWithMetadata<T, Metadata>>;
    getWithMetadata<Metadata = unknown>(
      key: Key,
      options: "arrayBuffer" | KVValueOptions<"arrayBuffer">,
    ): Promise<KVValueWithMetadata<ArrayBuffer, Metadata>>;
    getWithMetadata<Metadata = unknown>(
      key: Key,
      options: "stream" | KVValueOptions<"stream">,
    ): Promise<KVValueWithMetadata<ReadableStream, Metadata>>;
    getWithMetadata<T = string, Metadata = unknown>(
      keys: Key[],
      options?: "text" | "json" | Partial<KVValueOptions<"text" | "json">>,
    ): Promise<Map<string, KVValueWithMetadata<T, Metadata>>>;
    /** Stores a value, for ever or for a time. */
    put(
      key: Key,
      value: string | ArrayBuffer | ArrayBufferView | ReadableStream,
      options?: {
        /** When it ends, in seconds since 1970. */
        expiration?: number;
        /** When it ends, in seconds from now (at least 60). */
        expirationTtl?: number;
        /** Anything JSON, at most 1,024 bytes. */
        metadata?: any | null;
      },
    ): Promise<void>;
    /** Removes a key, whether it exists or not. */
    delete(key: Key): Promise<void>;
    /** Keys in order, at most 1,000 at a time; go on with `cursor` until `list_complete`. */
    list<Metadata = unknown>(options?: {
      prefix?: string | null;
      limit?: number;
      cursor?: string | null;
    }): Promise<KVList<Metadata, Key>>;
  }

  interface KVValueWithMetadata<Value, Metadata> {
    value: Value | null;
    metadata: Metadata | null;
    cacheStatus: string | null;
  }

  type KVList<Metadata, Key extends string> = {
    keys: { name: Key; expiration?: number; metadata?: Metadata }[];
    cacheStatus: string | null;
  } & ({ list_complete: true } | { list_complete: false; cursor: string });

  type R2Value = ReadableStream | ArrayBuffer | ArrayBufferView | string | Blob;

  /** A store of objects (files) shared by all rooms. */
  interface R2Bucket {
    /** What is known about an object, without its body, or `null`. */
    head(key: string): Promise<R2Object | null>;
    /** The object, or `null`. With `onlyIf`, an object without a body if the condition fails. */
    get(key: string, options: R2GetOptions & { onlyIf: R2Conditional | Headers }): Promise<R2ObjectBody | R2Object | null>;
    get(key: string, options?: R2GetOptions): Promise<R2ObjectBody | null>;
    /** Stores an object. With `onlyIf`, `null` if the condition fails. */
    put(
      key: string,
      value: R2Value | null,
      options: R2PutOptions & { onlyIf: R2Conditional | Headers },
    ): Promise<R2Object | null>;
    put(key: string, value: R2Value | null, options?: R2PutOptions): Promise<R2Object>;
    /** Removes objects (at most 1,000 at a time), whether they exist or not. */
    delete(keys: string | string[]): Promise<void>;
    /** Objects by key, at most 1,000 at a time; go on with `cursor` while `truncated`. */
    list(options?: {
      limit?: number;
      prefix?: string;
      cursor?: string;
      delimiter?: string;
      startAfter?: string;
      /** What the objects carry of these; neither without it. */
      include?: ("httpMetadata" | "customMetadata")[];
    }): Promise<R2Objects>;
    /** Begins an upload in parts. */
    createMultipartUpload(
      key: string,
      options?: Pick<R2PutOptions, "httpMetadata" | "customMetadata" | "storageClass">,
    ): Promise<R2MultipartUpload>;
    /** Goes on with an upload. That it exists is checked when it is used. */
    resumeMultipartUpload(key: string, uploadId: string): R2MultipartUpload;
  }

  interface R2GetOptions {
    onlyIf?: R2Conditional | Headers;
    range?: R2Range | Headers;
  }

  interface R2PutOptions {
    onlyIf?: R2Conditional | Headers;
    httpMetadata?: R2HTTPMetadata | Headers;
    customMetadata?: Record<string, string>;
    /** At most one of the checksums, as hexadecimal digits or bytes. */
    md5?: ArrayBuffer | string;
    sha1?: ArrayBuffer | string;
    sha256?: ArrayBuffer | string;
    sha384?: ArrayBuffer | string;
    sha512?: ArrayBuffer | string;
    storageClass?: string;
  }

  interface R2Conditional {
    etagMatches?: string;
    etagDoesNotMatch?: string;
    uploadedBefore?: Date;
    uploadedAfter?: Date;
    secondsGranularity?: boolean;
  }

  /** In bytes. */
  type R2Range = { offset: number; length?: number } | { offset?: number; length: number } | { suffix: number };

  interface R2HTTPMetadata {
    contentType?: string;
    contentLanguage?: string;
    contentDisposition?: string;
    contentEncoding?: string;
    cacheControl?: string;
    cacheExpiry?: Date;
  }

  interface R2Object {
    readonly key: string;
    readonly version: string;
    /** In bytes. */
    readonly size: number;
    readonly etag: string;
    /** The etag in quotes, ready for a header. */
    readonly httpEtag: string;
    readonly checksums: {
      readonly md5?: ArrayBuffer;
      readonly sha1?: ArrayBuffer;
      readonly sha256?: ArrayBuffer;
      readonly sha384?: ArrayBuffer;
      readonly sha512?: ArrayBuffer;
      toJSON(): Record<string, string>;
    };
    readonly uploaded: Date;
    readonly httpMetadata?: R2HTTPMetadata;
    readonly customMetadata?: Record<string, string>;
    readonly range?: R2Range;
    /** In dev always `Standard`. */
    readonly storageClass: string;
    /** Sets the headers that `httpMetadata` describes. */
    writeHttpMetadata(headers: Headers): void;
  }

  interface R2ObjectBody extends R2Object {
    readonly body: ReadableStream;
    readonly bodyUsed: boolean;
    arrayBuffer(): Promise<ArrayBuffer>;
    bytes(): Promise<Uint8Array>;
    text(): Promise<string>;
    json<T>(): Promise<T>;
    blob(): Promise<Blob>;
  }

  type R2Objects = { objects: R2Object[]; delimitedPrefixes: string[] } & (
    | { truncated: true; cursor: string }
    | { truncated: false }
  );

  interface R2MultipartUpload {
    readonly key: string;
    readonly uploadId: string;
    /** Parts count from 1; all but the last are of the same size, at least 5 MiB. */
    uploadPart(partNumber: number, value: R2Value): Promise<R2UploadedPart>;
    complete(parts: R2UploadedPart[]): Promise<R2Object>;
    abort(): Promise<void>;
  }

  interface R2UploadedPart {
    partNumber: number;
    etag: string;
  }

  /** An index of vectors, for similarity search. */
  interface VectorIndex {
    /** Its configuration and size. */
    describe(): Promise<any>;
    /** The nearest vectors, best first. */
    query(
      vector: Float32Array | Float64Array | number[],
      options: {
        /** How many, 1 to 20. Default 3. */
        topK?: number;
        namespace?: string;
        returnValues?: boolean;
        returnMetadata?: boolean;
        filter?: Record<string, any>;
      },
    ): Promise<{ matches: (Vector & { score: number })[]; count: number }>;
    /** Adds vectors. Rejects if an id exists. */
    insert(vectors: Vector[]): Promise<VectorMutation>;
    /** Adds or replaces vectors. */
    upsert(vectors: Vector[]): Promise<VectorMutation>;
    deleteByIds(ids: string[]): Promise<VectorMutation>;
    getByIds(ids: string[]): Promise<Vector[]>;
  }

  interface Vector {
    id: string;
    values: Float32Array | Float64Array | number[];
    namespace?: string;
    metadata?: Record<string, any>;
  }

  interface VectorMutation {
    ids: string[];
    count: number;
  }

  /** The files under `serve.path`, as the build describes them. */
  export type StaticAssetsManifestType = {
    devServer: string;
    browserTTL: number | null | undefined;
    edgeTTL: number | null | undefined;
    singlePageApp: boolean | undefined;
    assets: Record<string, string>;
    assetInfo?: Record<string, { fileSize: number; fileHash: string; fileName: string }>;
  };

  // ------------------------------------------------------------------------------------------- older names

  /** @deprecated Use `Party.Request`. */
  export type PartyRequest = Request;
  /** @deprecated Use `Party.Storage`. */
  export type PartyStorage = Storage;
  /** @deprecated Use `Party.Storage`. */
  export type PartyKitStorage = Storage;
  /** @deprecated Use `Party.ConnectionContext`. */
  export type PartyConnectionContext = ConnectionContext;
  /** @deprecated Use `Party.ConnectionContext`. */
  export type PartyKitContext = ConnectionContext;
  /** @deprecated Use `Party.Stub`. */
  export type PartyStub = Stub;
  /** @deprecated Use `Party.Context`. */
  export type PartyContext = Context;
  /** @deprecated Use `Party.FetchLobby`. */
  export type PartyFetchLobby = FetchLobby;
  /** @deprecated Use `Party.Lobby`. */
  export type PartyLobby = Lobby;
  /** @deprecated Use `Party.ExecutionContext`. */
  export type PartyExecutionContext = ExecutionContext;
  /** @deprecated Use `Party.Connection`. */
  export type PartyConnection = Connection;
  /** @deprecated Use `Party.Connection`. */
  export type PartyKitConnection = Connection;
  /** @deprecated Use `Party.Server`. */
  export type PartyServer = Server;
  /** @deprecated Use `Party.Worker`. */
  export type PartyWorker = Worker;
  /** @deprecated Use `Party.Room`. */
  export type PartyKitRoom = Room;
  /** @deprecated Use `Party.ServerOptions`. */
  export type PartyServerOptions = ServerOptions;

  export {};
}
