// The party layer as a room's isolate has it: the classes of the rooms and nothing that runs before them, since a room
// pays for every function that it loads. Invariant: what `index.ts` gives, less the worker and the description.
import { actorClass, type ActorClass } from "./actor";
import type { ProjectOptions } from "./index";
import { Party } from "./party";

export interface Rooms {
  parties: ReadonlyMap<string, Party>;
  /** One Durable Object class per party. */
  rooms: Record<string, ActorClass>;
}

export function definePartyProject(options: ProjectOptions): Rooms {
  const parties = new Map<string, Party>();
  for (const [name, { handler, binding }] of Object.entries(options.parties)) parties.set(name, new Party(name, binding, handler));
  const rooms: Record<string, ActorClass> = {};
  for (const party of parties.values()) rooms[party.name] = actorClass(party, [...parties.values()], options);
  return { parties, rooms };
}
