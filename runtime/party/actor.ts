// The Durable Object class of a party: one instance per room, from the first event to its eviction. Invariant: no
// handler runs before `onStart` has succeeded; whatever fails before that is tried again by the next event. It writes
// nothing to the user's storage and never lets a connection's handler end the room.
import { readAttachment } from "./attachment";
import type { Connection, ConnectionEvents, Connections } from "./connection";
import { HibernatingConnections } from "./connections-hibernating";
import { InMemoryConnections } from "./connections-in-memory";
import { asResponse, failure, isPromise, messageOf, report, requestFailure } from "./errors";
import { connect, type OpenRoom } from "./handshake";
import type { Env, Message, RoomState, ServerSocket } from "./host";
import type { ProjectOptions } from "./index";
import type { Party } from "./party";
import { createRoom, type RoomOwner } from "./room";
import { RoomEvents } from "./room-events";
import { addressOf, isUpgrade, roomRoute } from "./route";
import { partyStubs, type PartyStubs } from "./stub";
import { Surroundings } from "./surroundings";

interface StartedRoom extends OpenRoom {
  readonly events: ConnectionEvents;
  /** Only of a room that hibernates. */
  readonly sleepers: HibernatingConnections | undefined;
}

export type ActorClass = new (state: RoomState, env: Env) => Actor;

export interface Actor {
  fetch(request: Request): Promise<Response>;
  webSocketMessage(socket: ServerSocket, message: Message): unknown;
  webSocketClose(socket: ServerSocket, code: number, reason: string): unknown;
  webSocketError(socket: ServerSocket, error: unknown): unknown;
  alarm(): Promise<void>;
}

export function actorClass(party: Party, parties: Iterable<Party>, options: ProjectOptions): ActorClass {
  const bound = class extends RoomActor {
    constructor(state: RoomState, env: Env) {
      super(state, new Surroundings(env, options), party, parties);
    }
  };
  Object.defineProperty(bound, "name", { value: party.className });
  return bound;
}

class RoomActor implements Actor, RoomOwner {
  id = "";
  connections: Connections | undefined;
  private origin: string | undefined;
  private stubs: PartyStubs | undefined;
  private built: StartedRoom | undefined;
  private started: StartedRoom | undefined;
  private starting: Promise<StartedRoom> | undefined;

  constructor(
    readonly state: RoomState,
    readonly surroundings: Surroundings,
    private readonly party: Party,
    private readonly allParties: Iterable<Party>,
  ) {}

  get partyName(): string {
    return this.party.name;
  }

  get parties(): PartyStubs {
    this.stubs ??= partyStubs(this.allParties, this.surroundings, () => this.origin ?? this.surroundings.origin);
    return this.stubs;
  }

  async fetch(request: Request): Promise<Response> {
    let room: StartedRoom;
    try {
      room = this.started ?? (await this.ready(request.url));
    } catch (error) {
      report(this.state, error, this.built ? "onStart" : "constructor");
      return failure(500, messageOf(error));
    }
    this.origin ??= addressOf(request.url).origin;
    return (this.state.partyrs ?? { isUpgrade }).isUpgrade(request) ? connect(request, this.state, room) : this.answer(request, room);
  }

  webSocketMessage(socket: ServerSocket, message: Message): unknown {
    const room = this.started;
    if (room?.sleepers) return room.events.message(room.sleepers.known(socket), message);
    return this.wake(socket, "onMessage", (events, connection) => events.message(connection, message));
  }

  webSocketClose(socket: ServerSocket, code: number, reason: string): unknown {
    return this.wake(socket, "onClose", (events, connection) => events.closed(connection, code, reason));
  }

  webSocketError(socket: ServerSocket, error: unknown): unknown {
    return this.wake(socket, "onError", (events, connection) => events.failed(connection, error));
  }

  /** A rejection makes the host try again, so nothing is caught here. */
  async alarm(): Promise<void> {
    const { server } = await this.ready();
    await server.alarm();
  }

  private async answer(request: Request, { server }: StartedRoom): Promise<Response> {
    try {
      return asResponse(await server.request(request));
    } catch (error) {
      report(this.state, error, "onRequest");
      return requestFailure(error);
    }
  }

  /** Hands an event of a hibernating socket to the room, which may have to start first. */
  private async wake(
    socket: ServerSocket,
    handler: string,
    tell: (events: ConnectionEvents, connection: Connection) => unknown,
  ): Promise<unknown> {
    try {
      const { events, sleepers } = this.started ?? (await this.ready(undefined, socket));
      if (sleepers) return await tell(events, sleepers.known(socket));
      socket.close(1012, "The room no longer hibernates"); // new code; a client that reconnects finds it
    } catch (error) {
      report(this.state, error, handler);
    }
  }

  private ready(url?: string, socket?: ServerSocket): StartedRoom | Promise<StartedRoom> {
    if (this.started) return this.started;
    if (this.starting) return this.starting;
    const room = (this.built ??= this.build(url, socket));
    const start = room.server.start();
    if (!isPromise(start)) return (this.started = room);
    const over = () => (this.starting = undefined);
    this.starting = Promise.resolve(start).then(() => (this.started = room));
    this.starting.then(over, over);
    return this.starting;
  }

  /** Names the room and constructs the user's server. */
  private build(url: string | undefined, socket: ServerSocket | undefined): StartedRoom {
    if (url !== undefined) this.identify(url);
    else this.recall(socket);
    const server = this.party.serve(createRoom(this));
    const events = new RoomEvents(this.state, server);
    const sleepers = server.hibernates ? new HibernatingConnections(this.state) : undefined;
    const connections = sleepers ?? new InMemoryConnections(this.state, events);
    events.connections = connections;
    this.connections = connections;
    return { server, connections, events, sleepers };
  }

  /** The URL that reaches the room first names it, even one a before-hook made up (B16). */
  private identify(url: string): void {
    const { pathname, origin } = addressOf(url);
    const route = roomRoute(pathname);
    if (!route) throw new Error("No room id found in request url");
    this.id = route.room;
    this.origin = origin;
  }

  /** Without a request: the URL of the connection that woke the room, or the name of the object. */
  private recall(socket: ServerSocket | undefined): void {
    const url = socket && addressOf(readAttachment(socket).uri);
    this.origin ??= url?.origin;
    this.id = (url && roomRoute(url.pathname)?.room) ?? this.state.id.name ?? "";
  }
}
