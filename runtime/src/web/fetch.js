// fetch: requests to the outside. The host does the work; here the request is taken apart, the response put
// together, and an abort passed on to whichever of the two is still under way.
//
// Standard: Fetch §5.6. Without cache, cookies and CORS, which a server has no use for. With the header
// `Upgrade: websocket` the response brings a WebSocket if its status is 101.

import host from "partyrs:host";
import { op } from "partyrs:ops";
import { Request, requestToHost, responseFromHost } from "partyrs:http";

export async function fetch(input, init) {
  const request = new Request(input, init);
  const signal = init?.signal === undefined && input instanceof Request ? input.signal : (init?.signal ?? null);
  if (signal?.aborted) throw signal.reason;
  if (request.url.startsWith("data:")) return inline(request);
  const [abortion, answer] = start(request);
  const abort = () => host.fetchAbort(abortion);
  signal?.addEventListener("abort", abort);
  try {
    const parts = await op(answer);
    if (signal?.aborted) throw signal.reason;
    if (request.method === "HEAD") dropBody(parts);
    const [status, statusText, list, content, encodeBody, url, redirected, socket = 0] = parts;
    const webSocket = socket === 0 ? null : host.load("websocket").WebSocket.fromHost(socket);
    const response = responseFromHost(parts, url, webSocket, redirected);
    if (signal === null || content === null) return response;
    const stream = abortable(response.body, signal);
    return responseFromHost([status, statusText, list, stream, encodeBody], url, null, redirected);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener("abort", abort);
    host.fetchForget(abortion);
  }
}

/** What a `data:` URL has in it. */
function inline({ method, url }) {
  const made = host.dataUrl(url);
  if (made === undefined) throw new TypeError(`Fetch API cannot load: ${url}`);
  const [type, bytes] = made;
  const body = method === "HEAD" ? null : bytes;
  return responseFromHost([200, "OK", ["content-type", type], body, "automatic"], url.split("#", 1)[0]);
}

/** The answer to HEAD has no body, not an empty one. */
function dropBody(parts) {
  if (typeof parts[3] === "number") host.bodyCancel(parts[3]);
  parts[3] = null;
}

/** Asks for what `request` wants; the number to abort it by and the operation's. */
function start(request) {
  const parts = requestToHost(request);
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return host.fetch(parts, request.redirect);
  return host.connect(parts[1], parts[2]);
}

/** `stream`, which breaks off with the signal's reason when that aborts. */
function abortable(stream, signal) {
  const reader = stream.getReader();
  let onAbort;
  const done = () => signal.removeEventListener("abort", onAbort);
  return new ReadableStream({
    start(controller) {
      onAbort = () => {
        controller.error(signal.reason);
        reader.cancel(signal.reason).catch(() => {});
      };
      signal.addEventListener("abort", onAbort, { once: true });
    },
    async pull(controller) {
      const { done: ended, value } = await reader.read();
      if (signal.aborted) return;
      if (!ended) return controller.enqueue(value);
      done();
      controller.close();
    },
    cancel(reason) {
      done();
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
