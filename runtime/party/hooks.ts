// The before-hooks of a party. Invariant: a hook decides with what it returns: a Response answers, a Request goes on to
// the room; what it throws is a 401. The two differ in what anything else means (B05, B09). They never contact the room.
import { failure, messageOf, report } from "./errors";
import type { EdgeContext } from "./host";
import type { Lobby } from "./lobby";
import type { EdgeHandlers } from "./party";

type Hook = (request: Request, lobby: Lobby, context: EdgeContext) => unknown;
type HookName = "onBeforeRequest" | "onBeforeConnect";

/** `lobby` is made only if there is a hook to see it. */
export async function beforeRequest(edge: EdgeHandlers, request: Request, lobby: () => Lobby, context: EdgeContext): Promise<Request | Response> {
  if (!edge.onBeforeRequest) return request;
  const result = await run("onBeforeRequest", edge, request, lobby, context);
  if (result instanceof Response) return result;
  const next = result instanceof Request ? result : requestTo(result);
  if (next.bodyUsed) throw new TypeError("Cannot reconstruct a Request with a used body.");
  return next;
}

/** Anything but a Request or a Response means the original request. */
export async function beforeConnect(edge: EdgeHandlers, request: Request, lobby: () => Lobby, context: EdgeContext): Promise<Request | Response> {
  if (!edge.onBeforeConnect) return request;
  const result = await run("onBeforeConnect", edge, request, lobby, context);
  return result instanceof Response || result instanceof Request ? result : request;
}

/** Calls a hook with a copy whose headers it may change; a throw becomes the answer. */
async function run(name: HookName, edge: EdgeHandlers, request: Request, lobby: () => Lobby, context: EdgeContext): Promise<unknown> {
  const hook = edge[name];
  if (typeof hook !== "function") throw new Error(`.${name} must be a function`);
  try {
    return await (hook as Hook).call(edge, new Request(request), lobby(), context);
  } catch (error) {
    report(context, error, name);
    return failure(401, error instanceof Error ? messageOf(error) : messageOf(error) || "Unauthorised");
  }
}

/** As if the value had been given to `fetch`. */
function requestTo(value: unknown): Request {
  const url = String(value);
  if (!URL.canParse(url)) throw new TypeError(`Invalid URL: ${url}`);
  return new Request(url);
}
