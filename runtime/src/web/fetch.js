// fetch: requests to the outside. The host does the work; here the request is taken apart, the response put
// together, and an abort passed on to whichever of the two is still under way.
//
// Standard: Fetch §5.6. Without cache, cookies and CORS, which a server has no use for. WebSockets are refused.

import host from "partyrs:host";
import { op } from "partyrs:ops";
import { Request, requestToHost, responseFromHost } from "partyrs:http";

export async function fetch(input, init) {
  const request = new Request(input, init);
  const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
  if (signal?.aborted) throw signal.reason;
  if (request.headers.get("upgrade")?.toLowerCase() === "websocket") {
    throw new TypeError("fetch failed: WebSocket upgrades are not in the embedded runtime yet; `--runtime workerd` has them");
  }
  const [method, url, headers, body] = requestToHost(request);
  const [abortion, answer] = host.fetch(method, url, headers, body, request.redirect);
  const abort = () => host.fetchAbort(abortion);
  signal?.addEventListener("abort", abort);
  try {
    const [status, statusText, list, content, finalUrl, redirected] = await op(answer);
    if (signal?.aborted) throw signal.reason;
    const response = responseFromHost(status, statusText, list, content, finalUrl, null, redirected);
    if (signal === null || content === null) return response;
    const stream = abortable(response.body, signal);
    return responseFromHost(status, statusText, list, stream, finalUrl, null, redirected);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener("abort", abort);
    host.fetchForget(abortion);
  }
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
