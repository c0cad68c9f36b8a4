// The project at the edge: what lives from one request to the next outside rooms. Invariant: one per `env`; everything
// in it can be made again from the project and `env`. It answers nothing itself.
import type { EdgeContext, Env } from "./host";
import { type FetchLobby, fetchLobby, type Lobby, roomLobby } from "./lobby";
import type { EdgeHandlers, Party } from "./party";
import type { ProjectOptions } from "./index";
import { partyStubs, type PartyStubs } from "./stub";
import { Surroundings } from "./surroundings";

export class Edge {
  readonly surroundings: Surroundings;
  readonly stubs: PartyStubs;
  /** Where the last request came in: rooms are called by the same host. */
  private origin: string | undefined;

  constructor(
    env: Env,
    readonly parties: ReadonlyMap<string, Party>,
    readonly options: ProjectOptions,
  ) {
    this.surroundings = new Surroundings(env, options);
    this.stubs = partyStubs(parties.values(), this.surroundings, () => this.origin ?? this.surroundings.origin);
  }

  /** Only the main party's handlers serve what is no room. */
  get main(): EdgeHandlers {
    return this.parties.get("main")?.edge ?? {};
  }

  seen({ origin }: URL): void {
    this.origin = origin;
  }

  lobby(): FetchLobby {
    return fetchLobby(this.surroundings, this.stubs);
  }

  roomLobby(id: string): Lobby {
    return roomLobby(id, this.surroundings, this.stubs);
  }
}

export type EdgeHandler = (subject: unknown, lobby: FetchLobby, context: EdgeContext) => unknown;
