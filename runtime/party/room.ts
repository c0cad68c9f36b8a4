// The Room (alias Party) object that user code holds. Invariant: its keys, their order and their warnings are
// PartyKit's, and its functions work when detached. It owns no state; it reads the actor's.
import type { Connection, Connections } from "./connection";
import type { Message, RoomState, Storage } from "./host";
import { roomStorage } from "./storage";
import type { PartyStubs } from "./stub";
import type { Surroundings } from "./surroundings";

export interface RoomContext {
  readonly parties: PartyStubs;
  readonly vectorize: Surroundings["vectorize"];
  readonly ai: unknown;
  readonly assets: Surroundings["assets"];
  readonly bindings: Surroundings["bindings"];
}

export interface Room {
  readonly id: string;
  internalID: string;
  name: string;
  env: Record<string, unknown>;
  storage: Storage;
  blockConcurrencyWhile: RoomState["blockConcurrencyWhile"];
  broadcast(message: Message, without?: Iterable<string>): void;
  context: RoomContext;
  getConnection(id: string): Connection | undefined;
  getConnections(tag?: string): Iterable<Connection>;
  analytics: Surroundings["analytics"];
  readonly connections: Map<string, Connection>;
  readonly parties: PartyStubs;
}

const NOBODY: readonly string[] = [];

/** What the room shows of its Durable Object. */
export interface RoomOwner {
  readonly state: RoomState;
  readonly id: string;
  readonly partyName: string;
  readonly surroundings: Surroundings;
  readonly parties: PartyStubs;
  /** Undefined while the user's constructor runs: the mode is not known before. */
  readonly connections: Connections | undefined;
}

export function createRoom(owner: RoomOwner): Room {
  const { state, surroundings } = owner;
  const { ai, assets, bindings, analytics, vectorize } = surroundings;
  const parties = () => owner.parties;
  return {
    get id() { return owner.id; },
    internalID: state.id.toString(),
    name: owner.partyName,
    env: surroundings.variables(),
    // Made when it is touched, and then a plain property: many rooms store nothing.
    get storage() { return own(this, roomStorage(state)); },
    set storage(storage) { own(this, storage); },
    blockConcurrencyWhile: (task) => state.blockConcurrencyWhile(task),
    // PartyKit asks `without.includes(id)`, which one id by itself answers as well.
    broadcast: (message, without) => owner.connections?.broadcast(message, typeof without === "string" ? [without] : (without ?? NOBODY)),
    context: { get parties() { return parties(); }, vectorize, ai, assets, bindings },
    getConnection: (id) => {
      if (!owner.connections) console.warn(".getConnection was invoked before first connection. This will always return undefined.");
      return owner.connections?.get(id);
    },
    getConnections: (tag) => {
      if (!owner.connections) console.warn("Party.getConnections was invoked before first connection. This will always return an empty list.");
      return owner.connections?.list(tag) ?? [][Symbol.iterator]();
    },
    analytics,
    get connections() {
      console.warn("Party.connections is deprecated and will be removed in a future version of PartyKit. Use Party.getConnections() instead.");
      return owner.connections?.map() ?? new Map();
    },
    get parties() {
      console.warn("Party.parties is deprecated and will be removed in a future version of PartyKit. Use Party.context.parties instead.");
      return owner.parties;
    },
  };
}

function own(room: Room, storage: Storage): Storage {
  Object.defineProperty(room, "storage", { value: storage, writable: true, enumerable: true, configurable: true });
  return storage;
}
