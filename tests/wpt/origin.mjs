// The origin that the suite's files believe they come from: serves them, fills in its address where a `.sub.` file has
// a place for it, and stands in for those of the suite's Python handlers that the selection asks for.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { WebSocketServer } from "ws";
import { handlers } from "./handlers.mjs";
import { sockets } from "./sockets.mjs";

const TYPES = { ".js": "text/javascript", ".json": "application/json", ".txt": "text/plain" };

/** Serves `folder` on a free port; resolves to { origin, close }. */
export async function serve(folder) {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch((error) => response.destroy(error));
  });
  const upgrades = new WebSocketServer({ noServer: true, handleProtocols: chosen });
  server.on("upgrade", (request, socket, head) => {
    const handler = sockets[urlOf(request).pathname];
    if (handler === undefined) return socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    upgrades.handleUpgrade(request, socket, head, (opened) => {
      // A peer that breaks the protocol is the test's matter: the socket closes by itself.
      opened.on("error", () => {});
      handler(opened);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    for (const client of upgrades.clients) client.terminate();
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

async function answer(folder, request, response) {
  const url = urlOf(request);
  const handler = handlers[url.pathname];
  if (handler !== undefined) return handler(request, response, url.searchParams);
  const file = join(folder, decodeURIComponent(url.pathname));
  let content;
  try {
    content = await readFile(file);
  } catch {
    return response.writeHead(404).end();
  }
  if (url.pathname.includes(".sub.")) content = filledIn(String(content), url);
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).end(content);
}

const urlOf = (request) => new URL(request.url, `http://${request.headers.host}`);

/** `text` with this server for every host and port it leaves open. */
const filledIn = (text, { hostname, port }) => text.replaceAll(/\{\{(\w+)[^}]*\}\}/g, (_, what) => (what === "ports" ? port : hostname));

/** The one subprotocol that the suite's server has. */
const chosen = (offered) => offered.has("echo") && "echo";
