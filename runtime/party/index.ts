// The party layer's one entry: a PartyKit project becomes a Workers module. Invariant: what is wrong with the project
// throws here, while the module is evaluated, before anything is served. Semantics live in the files it joins.
import type { ActorClass } from "./actor";
import type { AssetOptions } from "./assets";
import type { EdgeHandlers, Party } from "./party";
import { definePartyProject as defineRooms } from "./rooms";
import { createWorker, type Worker } from "./worker";

export interface ProjectOptions {
  /** In the order of the configuration, `main` last. */
  parties: Record<string, { handler: unknown; binding: string }>;
  /** Name to expression. */
  crons?: Record<string, string>;
  assets?: AssetOptions;
  /** What `ai` in the config says in full: for AI clients, handed on as it is. */
  ai?: unknown;
  /** Names of vector indexes, which only PartyKit's platform has. */
  vectorize?: string[];
  /** Name in `room.context.bindings` to key in `env`. */
  bindings?: { kv?: Record<string, string>; r2?: Record<string, string> };
}

/** What a host may know without calling into JavaScript. Plain JSON. */
export interface ProjectShape {
  parties: Record<string, PartyShape>;
  onFetch: boolean;
  onSocket: boolean;
  onCron: boolean;
  warnings: string[];
}

export interface PartyShape {
  binding: string;
  className: string;
  onBeforeConnect: boolean;
  onBeforeRequest: boolean;
  /** Without it a request from outside is answered 500 `No onRequest handler`. */
  onRequest: boolean;
}

export interface Project {
  /** The module's default export. */
  worker: Worker;
  /** One Durable Object class per party. */
  rooms: Record<string, ActorClass>;
  shape: ProjectShape;
}

export function definePartyProject(options: ProjectOptions): Project {
  const { parties, rooms } = defineRooms(options);
  return { worker: createWorker(parties, options), rooms, shape: shapeOf(parties, options) };
}

function shapeOf(parties: ReadonlyMap<string, Party>, options: ProjectOptions): ProjectShape {
  const main: EdgeHandlers = parties.get("main")?.edge ?? {};
  return {
    parties: Object.fromEntries([...parties].map(([name, party]) => [name, partyShape(party)])),
    onFetch: Boolean(main.onFetch ?? main.unstable_onFetch),
    onSocket: Boolean(main.onSocket),
    onCron: typeof main.onCron === "function",
    warnings: [...new Set([...parties.values()].flatMap((party) => party.warnings)), ...cronsWithoutHandler(main, options)],
  };
}

function cronsWithoutHandler({ onCron }: EdgeHandlers, { crons = {} }: ProjectOptions): string[] {
  if (Object.keys(crons).length === 0 || typeof onCron === "function") return [];
  return ["`crons` are configured, but the main party has no static `onCron`: they do nothing"];
}

function partyShape({ binding, className, edge, servesRequests }: Party): PartyShape {
  return {
    binding,
    className,
    onBeforeConnect: Boolean(edge.onBeforeConnect),
    onBeforeRequest: Boolean(edge.onBeforeRequest),
    onRequest: servesRequests,
  };
}
