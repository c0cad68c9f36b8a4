// hono: an application before the rooms and one in the room, with the middleware that people use.

import assert from "node:assert/strict";

const server = `
import type * as Party from "partykit/server";
import { Hono } from "hono";
import { basicAuth } from "hono/basic-auth";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { HTTPException } from "hono/http-exception";
import { sign, verify } from "hono/jwt";
import { secureHeaders } from "hono/secure-headers";
import { streamSSE } from "hono/streaming";
import { validator } from "hono/validator";

const edge = new Hono<{ Bindings: Party.FetchLobby }>();
edge.use("/api/*", cors({ origin: "https://example.com" }));
edge.get("/api/etag", secureHeaders(), etag(), (c) => c.text("always the same"));
edge.use("/api/admin/*", basicAuth({ username: "ann", password: "secret" }));
edge.get("/api/admin/who", (c) => c.json({ who: c.req.header("authorization")?.split(" ")[0] }));
edge.get("/api/rooms/:room", (c) => c.env.parties.main.get(c.req.param("room")).fetch("/count"));
edge.get("/api/sse", (c) =>
  streamSSE(c, async (stream) => {
    for (let i = 0; i < 3; i += 1) {
      await stream.writeSSE({ data: "tick " + i, event: "tick", id: String(i) });
      await stream.sleep(2);
    }
  }),
);
edge.get("/api/cookie", async (c) => {
  const visits = Number((await getSignedCookie(c, "a secret", "visits")) || 0) + 1;
  await setSignedCookie(c, "visits", String(visits), "a secret", { httpOnly: true, sameSite: "Lax" });
  if (visits > 2) deleteCookie(c, "visits");
  return c.json({ visits });
});
edge.get("/api/jwt", async (c) => {
  const token = await sign({ sub: "ann", exp: Math.floor(Date.now() / 1000) + 60 }, "a secret", "HS256");
  const refused = await verify(token, "another secret", "HS256").catch((error) => error.name);
  return c.json({ sub: (await verify(token, "a secret", "HS256")).sub, refused });
});
edge.onError((error, c) => (error instanceof HTTPException ? error.getResponse() : c.json({ caught: error.message }, 500)));
edge.get("/api/throws", () => {
  throw new Error("thrown in a route");
});

export default class Server implements Party.Server {
  count = 0;
  app = new Hono().basePath("/:prefix{party|parties/main}/:room");

  constructor(readonly room: Party.Room) {
    this.app.get("/count", (c) => c.json({ room: c.req.param("room"), count: this.count }));
    const amount = validator("json", (value: { by?: number }, c) => (Number.isInteger(value.by) ? { by: value.by! } : c.json({ no: value }, 400)));
    this.app.post("/count", amount, (c) => c.json({ count: (this.count += c.req.valid("json").by) }));
    this.app.post("/upload", async (c) => {
      const { file, name } = await c.req.parseBody<{ file: File; name: string }>();
      return c.json({ name, file: file.name, type: file.type, text: await file.text() });
    });
  }

  static onFetch(request: Party.Request, lobby: Party.FetchLobby, context: Party.ExecutionContext) {
    return edge.fetch(request as unknown as Request, lobby, context as never);
  }

  onRequest(request: Party.Request) {
    return this.app.fetch(request as unknown as Request);
  }
}
`;

const post = (value) => ({ method: "POST", body: JSON.stringify(value), headers: { "content-type": "application/json" } });
const cookies = (response) => response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");

export default {
  library: "hono",
  files: { "server.ts": server },
  checks: {
    async "CORS, ETag and basic authentication"(project) {
      const origin = { origin: "https://example.com" };
      const asked = await project.request("/api/etag", { method: "OPTIONS", headers: { ...origin, "access-control-request-method": "GET" } });
      assert.deepEqual([asked.status, asked.headers.get("access-control-allow-origin")], [204, "https://example.com"]);
      const first = await project.request("/api/etag", { headers: origin });
      assert.deepEqual([await first.text(), first.headers.get("x-frame-options")], ["always the same", "SAMEORIGIN"]);
      const again = await project.request("/api/etag", { headers: { "if-none-match": first.headers.get("etag") } });
      assert.deepEqual([again.status, await again.text()], [304, ""]);
      const refused = await project.request("/api/admin/who");
      assert.deepEqual([refused.status, refused.headers.get("www-authenticate")], [401, 'Basic realm="Secure Area"']);
      const authorization = `Basic ${btoa("ann:secret")}`;
      assert.deepEqual(await (await project.request("/api/admin/who", { headers: { authorization } })).json(), { who: "Basic" });
    },

    async "server-sent events are streamed"(project) {
      const stream = await project.request("/api/sse");
      assert.match(stream.headers.get("content-type"), /^text\/event-stream/);
      const ticks = [0, 1, 2].map((i) => `event: tick\ndata: tick ${i}\nid: ${i}\n\n`);
      assert.equal(await stream.text(), ticks.join(""));
    },

    async "signed cookies count visits, and a forged one counts for nothing"(project) {
      const first = await project.request("/api/cookie");
      assert.deepEqual(await first.json(), { visits: 1 });
      const second = await project.request("/api/cookie", { headers: { cookie: cookies(first) } });
      assert.deepEqual(await second.json(), { visits: 2 });
      const forged = cookies(second).replace("visits=2", "visits=9");
      assert.deepEqual(await (await project.request("/api/cookie", { headers: { cookie: forged } })).json(), { visits: 1 });
    },

    async "tokens are signed and verified"(project) {
      assert.deepEqual(await project.json("/api/jwt"), { sub: "ann", refused: "JwtTokenSignatureMismatched" });
    },

    async "an error in a route is the application's to answer"(project) {
      const thrown = await project.request("/api/throws");
      assert.deepEqual([thrown.status, await thrown.json()], [500, { caught: "thrown in a route" }]);
    },

    async "the room's own application keeps state, validates and takes files"(project) {
      assert.deepEqual(await (await project.request("/party/r1/count", post({ by: 2 }))).json(), { count: 2 });
      const refused = await project.request("/party/r1/count", post({ by: "x" }));
      assert.deepEqual([refused.status, await refused.json()], [400, { no: { by: "x" } }]);
      assert.deepEqual(await project.json("/api/rooms/r1"), { room: "r1", count: 2 });
      const body = new FormData();
      body.set("name", "größer");
      body.set("file", new File(["of text"], "a.txt", { type: "text/plain" }));
      const uploaded = await (await project.request("/party/r1/upload", { method: "POST", body })).json();
      assert.deepEqual(uploaded, { name: "größer", file: "a.txt", type: "text/plain", text: "of text" });
    },
  },
};
