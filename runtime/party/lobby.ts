// The lobbies: what edge handlers see of the project. Invariant: the keys are PartyKit's, in its order (B12); only the
// lobby of a before-hook has an id. There is no storage at the edge.
import type { CronEvent } from "./host";
import type { PartyStubs } from "./stub";
import type { Analytics, Surroundings } from "./surroundings";

export interface FetchLobby {
  env: Record<string, unknown>;
  ai: unknown;
  parties: PartyStubs;
  vectorize: Surroundings["vectorize"];
  analytics: Analytics;
  assets: Surroundings["assets"];
  bindings: Surroundings["bindings"];
}

/** CronLobby is the same. */
export function fetchLobby(surroundings: Surroundings, parties: PartyStubs): FetchLobby {
  const { ai, analytics, assets, bindings, vectorize } = surroundings;
  return { env: surroundings.variables(), ai, parties, vectorize, analytics, assets, bindings };
}

export interface Lobby extends FetchLobby {
  id: string;
}

export function roomLobby(id: string, surroundings: Surroundings, parties: PartyStubs): Lobby {
  const { ai, analytics, assets, bindings, vectorize } = surroundings;
  return { id, env: surroundings.variables(), ai, parties, assets, vectorize, analytics, bindings };
}

export interface Cron {
  scheduledTime: number;
  cron: string;
  name: string;
  noRetry(): void;
}

export function namedCron(name: string, { cron, scheduledTime, noRetry }: CronEvent): Cron {
  return { scheduledTime, cron, name, noRetry: () => noRetry?.() };
}
