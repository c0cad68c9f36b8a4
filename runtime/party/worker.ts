// The front door: the module's `fetch` and `scheduled`. Invariant: PartyKit's order. A room path goes to the party's
// hook and its room and nowhere else; any other to `onSocket`, cron, asset, `onFetch`, 404.html. Whatever is thrown is
// a 500 with its message. A host may take the same steps itself; the rooms do not depend on this file.
import { answerClose } from "./connection";
import { runByHand, runScheduled } from "./crons";
import { Edge, type EdgeHandler } from "./edge";
import { asResponse, failure, messageOf, report } from "./errors";
import { beforeConnect, beforeRequest } from "./hooks";
import type { CronEvent, EdgeContext, Env } from "./host";
import type { ProjectOptions } from "./index";
import type { Party } from "./party";
import { isUpgrade, type RoomRoute, roomRoute } from "./route";
import { callRoom } from "./stub";

export interface Worker {
  fetch(request: Request, env: Env, context: EdgeContext): Promise<Response>;
  scheduled(event: CronEvent, env: Env, context: EdgeContext): Promise<void>;
}

export function createWorker(parties: ReadonlyMap<string, Party>, options: ProjectOptions): Worker {
  let made: { env: Env; edge: Edge } | undefined;
  const edgeOf = (env: Env) => {
    if (made?.env !== env) made = { env, edge: new Edge(env, parties, options) };
    return made.edge;
  };
  return {
    async fetch(request, env, context) {
      try {
        return await answer(edgeOf(env), request, context);
      } catch (error) {
        report(context, error, "onFetch");
        return failure(500, messageOf(error));
      }
    },
    scheduled: (event, env, context) => runScheduled(edgeOf(env), event, context),
  };
}

function answer(edge: Edge, request: Request, context: EdgeContext): Promise<Response> {
  const url = new URL(request.url);
  edge.seen(url);
  const route = roomRoute(url.pathname);
  return route ? answerRoom(edge, route, request, context) : answerElsewhere(edge, url, request, context);
}

async function answerRoom(edge: Edge, route: RoomRoute, request: Request, context: EdgeContext): Promise<Response> {
  if (route.party === "") throw new Error("No party found in request url");
  const party = edge.parties.get(route.party);
  if (!party) return failure(404, `Party ${route.party} not found`);
  const lobby = () => edge.roomLobby(route.room);
  const upgrade = isUpgrade(request);
  const before = upgrade ? beforeConnect : beforeRequest;
  const next = await before(party.edge, request, lobby, context);
  if (next instanceof Response) return next;
  if (!upgrade && !party.servesRequests) return failure(500, "No onRequest handler");
  return callRoom(edge.surroundings.namespace(party.binding), route.room, next);
}

async function answerElsewhere(edge: Edge, url: URL, request: Request, context: EdgeContext): Promise<Response> {
  const { main, surroundings } = edge;
  if (main.onSocket && isUpgrade(request)) return openSocket(edge, request, context);
  if (url.pathname === "/__scheduled__" && typeof main.onCron === "function") return runByHand(edge, url, context);
  const asset = await surroundings.files.forRequest(request, url.pathname);
  if (asset) return asset;
  const onFetch = (main.onFetch ?? main.unstable_onFetch) as EdgeHandler | undefined;
  const response = await onFetch?.call(main, request, edge.lobby(), context);
  if (response) return asResponse(response);
  return (await surroundings.files.notFoundPage()) ?? failure(404, "Not found");
}

/** The 101 leaves when `onSocket` has settled; what it sent arrives after. */
async function openSocket(edge: Edge, request: Request, context: EdgeContext): Promise<Response> {
  const { main } = edge;
  const pair = new WebSocketPair();
  const socket = Object.assign(pair[1], { request });
  socket.binaryType = "arraybuffer";
  socket.accept({ allowHalfOpen: true });
  socket.addEventListener("close", ({ code, reason }) => answerClose(socket, code, reason));
  await (main.onSocket as EdgeHandler).call(main, socket, edge.lobby(), context);
  return new Response(null, { status: 101, webSocket: pair[0] });
}
