// Calling rooms: `parties.<name>.get(id)` for user code, and the one function by which any request enters a room.
// Invariant: a stub goes straight to the room, past its before-hooks, and names the room as a client's URL would. It
// keeps no connection to a room between calls.
import { answerClose } from "./connection";
import { failure } from "./errors";
import type { Namespace } from "./host";
import type { Party } from "./party";
import { roomSegment } from "./route";
import type { Surroundings } from "./surroundings";

const CALL_TRIES_MAX = 4;
const CALL_RETRY_MS = 100;

export interface PartyStub {
  fetch(pathOrInit?: string | RequestInit, init?: RequestInit): Promise<Response>;
  socket(pathOrInit?: string | RequestInit, init?: RequestInit): Promise<WebSocket>;
  /** Deprecated by PartyKit: a socket through the front door. */
  connect(): WebSocket;
}

export type PartyStubs = Record<string, { get(id: string): PartyStub }>;

/** Sends a request to a room; one that can be repeated outlives the room moving to another machine. */
export async function callRoom(namespace: Namespace, room: string, request: Request): Promise<Response> {
  for (let tries = 1; ; tries++) {
    try {
      return await namespace.get(namespace.idFromName(room)).fetch(request);
    } catch (error) {
      if (tries === CALL_TRIES_MAX || request.method !== "GET" || !isTransient(error)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, CALL_RETRY_MS * 2 ** tries));
  }
}

/** The platform's own marks: the object was unreachable, and is not merely busy. */
function isTransient(error: unknown): boolean {
  const { retryable, overloaded } = (error ?? {}) as { retryable?: boolean; overloaded?: boolean };
  return retryable === true && overloaded !== true;
}

/** One entry per party, in the order of the configuration. `origin` is what targets see as their own. */
export function partyStubs(parties: Iterable<Party>, surroundings: Surroundings, origin: () => string): PartyStubs {
  const stubs: PartyStubs = {};
  for (const { name, binding } of parties) {
    const namespace = surroundings.namespace(binding);
    stubs[name] = { get: (id) => partyStub(namespace, name, roomSegment(id), origin) };
  }
  return stubs;
}

function partyStub(namespace: Namespace, party: string, room: string, origin: () => string): PartyStub {
  const call = (request: Request) =>
    room === "" ? Promise.resolve(failure(500, "No room id found in request url")) : callRoom(namespace, room, request);
  const urlFor = (pathOrInit?: string | RequestInit) => {
    const path = typeof pathOrInit === "string" ? pathOrInit : "";
    if (path !== "" && !path.startsWith("/")) throw new Error("Path must start with /");
    return `${origin()}/parties/${party}/${room}${path}`;
  };
  const request = (url: string, pathOrInit?: string | RequestInit, init?: RequestInit) =>
    new Request(url, typeof pathOrInit === "string" ? init : pathOrInit);
  return {
    // Throws for a path at once; whatever else is wrong rejects.
    fetch(pathOrInit, init) {
      const url = urlFor(pathOrInit);
      return (async () => call(request(url, pathOrInit, init)))();
    },
    connect() {
      const socket = new WebSocket(`${origin().replace("http", "ws")}/parties/${party}/${room}`);
      socket.binaryType = "arraybuffer";
      return answering(socket);
    },
    async socket(pathOrInit, init) {
      const asked = request(urlFor(pathOrInit), pathOrInit, init);
      asked.headers.set("upgrade", "websocket");
      const { webSocket } = await call(asked);
      if (!webSocket) throw new Error("Expected a websocket response");
      webSocket.binaryType = "arraybuffer";
      webSocket.accept({ allowHalfOpen: true });
      return answering(webSocket);
    },
  };
}

/** Answers the room's Close, so that its `onClose` runs. */
function answering(socket: WebSocket): WebSocket {
  let closed = false;
  socket.addEventListener("close", ({ code, reason }) => {
    closed = true;
    answerClose(socket, code, reason);
  });
  // workerd reports the answer as a lost connection; for the user the socket has closed well (P06)
  socket.addEventListener("error", (event) => {
    if (closed) event.stopImmediatePropagation();
  });
  return socket;
}
