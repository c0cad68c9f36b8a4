// Stand-ins for those of the suite's Python handlers that the selection asks for, by the same paths. Each takes
// (request, response, query).

import { setTimeout as delay } from "node:timers/promises";

/** What tests leave with the server for later, by the key they made up. */
const stash = new Map();
const CORS = { "access-control-allow-origin": "*" };
/** Between two pieces of a response that never ends by itself. */
const SLOW_MS = 10;

export const handlers = {
  "/fetch/api/resources/echo-content.py": async (request, response) => {
    const body = await bodyOf(request);
    response.writeHead(200, {
      "x-request-method": request.method,
      "x-request-content-length": request.headers["content-length"] ?? "NO",
      "x-request-content-type": request.headers["content-type"] ?? "NO",
      "content-type": "text/plain",
    }).end(body);
  },
  "/fetch/api/resources/inspect-headers.py": (request, response, query) => {
    const asked = query.get("headers")?.split("|") ?? [];
    const seen = asked.filter((name) => name.toLowerCase() in request.headers);
    const told = seen.map((name) => [`x-request-${name}`, request.headers[name.toLowerCase()]]);
    response.writeHead(200, { ...Object.fromEntries(told), "content-type": "text/plain" }).end();
  },
  "/fetch/api/resources/method.py": async (request, response) => {
    const body = await bodyOf(request);
    const told = ["type", "length", "encoding", "language", "location"].map((what) => `content-${what}`);
    response.writeHead(200, {
      "x-request-method": request.method,
      ...Object.fromEntries(told.map((name) => [`x-request-${name}`, request.headers[name] ?? "NO"])),
    }).end(body);
  },
  "/fetch/api/resources/redirect.py": async (request, response, query) => {
    await bodyOf(request);
    redirect(request, response, query);
  },
  "/fetch/api/resources/redirect-empty-location.py": (_, response) => response.writeHead(302, { location: "" }).end(),
  "/fetch/api/resources/trickle.py": async (_, response, query) => {
    const ms = Number(query.get("ms") ?? 500);
    await delay(ms);
    response.writeHead(200, query.has("notype") ? {} : { "content-type": "text/plain" });
    for (let left = Number(query.get("count") ?? 50); left > 0 && !response.destroyed; left -= 1) {
      response.write("TEST_TRICKLE\n");
      await delay(ms);
    }
    response.end();
  },
  "/fetch/api/resources/status.py": (request, response, query) => {
    response.writeHead(Number(query.get("code") ?? 200), query.get("text") ?? "OMG", {
      "content-type": query.get("type") ?? "",
      "x-request-method": request.method,
    }).end(query.get("content") ?? "");
  },
  "/fetch/api/resources/bad-chunk-encoding.py": ({ socket }) => {
    socket.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\nTEST_CHUNK\r\ngarbage");
  },
  "/fetch/api/resources/cache.py": (request, response) => {
    const etag = '"123abc"';
    if (request.headers["if-none-match"] === etag) return response.writeHead(304, { "x-http-status": "304" }).end();
    response.writeHead(200, { etag, "content-type": "text/plain" }).end("lorem ipsum dolor sit amet");
  },
  "/fetch/api/resources/stash-put.py": (_, response, query) => {
    stash.set(query.get("key"), query.get("value"));
    response.writeHead(200, CORS).end("done");
  },
  "/fetch/api/resources/stash-take.py": (_, response, query) => {
    response.writeHead(200, { ...CORS, "content-type": "application/json" }).end(JSON.stringify(take(query.get("key"))));
  },
  "/fetch/api/resources/clean-stash.py": (_, response, query) => {
    response.end(take(query.get("token")) === null ? "0" : "1");
  },
  "/fetch/api/resources/infinite-slow-response.py": async (_, response, query) => {
    const [state, abort] = [query.get("stateKey"), query.get("abortKey")];
    if (state) stash.set(state, "open");
    response.writeHead(200, { "content-type": "text/plain" });
    response.write(".".repeat(2048));
    while (!response.destroyed && (abort === null || take(abort) === null)) {
      response.write(".");
      await delay(SLOW_MS);
    }
    if (state) stash.set(state, "closed");
    response.end();
  },
  "/xhr/resources/echo-headers.py": (request, response) => {
    const lines = request.rawHeaders.map((text, i) => (i % 2 === 0 ? `${text}: ` : `${text}\n`));
    response.writeHead(200, { "content-type": "text/plain" }).end(lines.join(""));
  },
  "/xhr/resources/parse-headers.py": ({ socket }, _, query) => {
    socket.end(`HTTP/1.1 200 OK\r\nmy-custom-header: ${query.get("my-custom-header")}\r\ncontent-length: 0\r\n\r\n`);
  },
};

/** Goes on to `location` with the query it came with, and counts, under `token`, how often it did. */
function redirect(request, response, query) {
  const token = query.get("token");
  const count = (take(token) ?? 0) + 1;
  if (token) stash.set(token, count);
  const most = query.get("max_count");
  if (most !== null && count > Number(most)) return response.end(String(count - 1));
  const headers = { ...CORS, "content-type": "text/plain" };
  // Byte for byte, also where it is no UTF-8.
  let location = request.url.match(/[?&]location=([^&]*)/)?.[1];
  if (location !== undefined) {
    location = location.replaceAll("+", " ").replaceAll(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    if (!query.has("simple") && !/^(?!https?:)[\w+.-]+:/.test(location)) {
      location += `${location.includes("?") ? "&" : "?"}${query}&count=${count}`;
    }
    headers.location = location;
  }
  response.writeHead(Number(query.get("redirect_status") ?? 302), headers).end();
}

function take(key) {
  const value = stash.get(key) ?? null;
  stash.delete(key);
  return value;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
