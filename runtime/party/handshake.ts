// A WebSocket coming into a room: tags, acceptance, `onConnect`, then the 101. Invariant: the 101 leaves only when
// `onConnect` has settled, and a connection that failed is neither listed nor heard of again (C26).
import type { Connections } from "./connection";
import { closeReason, isPromise, messageOf, report } from "./errors";
import type { RoomState } from "./host";
import { connectionId } from "./route";
import type { PartyServer } from "./server";

export interface OpenRoom {
  readonly server: PartyServer;
  readonly connections: Connections;
}

export async function connect(request: Request, state: RoomState, { server, connections }: OpenRoom): Promise<Response> {
  const pair = new WebSocketPair();
  const socket = pair[1];
  socket.binaryType = "arraybuffer"; // newer platforms deliver Blobs unless told
  const connection = connections.dress(socket, connectionId(request.url), request.url);
  const context = { request };
  try {
    const tags = server.tags(connection, context);
    connections.accept(connection, isPromise(tags) ? await tags : tags);
    const connecting = server.connect(connection, context);
    if (isPromise(connecting)) await connecting;
  } catch (error) {
    report(state, error, "onConnect");
    if (connections.forget(connection)) abandon(connection);
    return refusal(messageOf(error) || "Uncaught exception when connecting");
  }
  return new Response(null, { status: 101, webSocket: pair[0] });
}

/** Frees a socket whose other end never goes out. */
function abandon(socket: WebSocket): void {
  try {
    socket.close(1011);
  } catch {
    // not accepted yet
  }
}

/** The client's socket opens and closes at once: PartyKit refuses inside the WebSocket, not with a status (C24). */
function refusal(reason: string): Response {
  const pair = new WebSocketPair();
  pair[1].accept();
  pair[1].close(1011, closeReason(reason));
  return new Response(null, { status: 101, webSocket: pair[0] });
}
