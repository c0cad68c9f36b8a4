// itty-router: routes before the rooms and in a room.

import assert from "node:assert/strict";

const server = `
import type * as Party from "partykit/server";
import { AutoRouter, cors, error, withParams } from "itty-router";

const { preflight, corsify } = cors({ origin: "https://example.com" });
const edge = AutoRouter({ before: [preflight], finally: [corsify] });
edge
  .get("/api/hello/:name", ({ params, query }) => ({ hello: params.name, query }))
  .get("/api/rooms/:room", ({ params }, lobby: Party.FetchLobby) => lobby.parties.main.get(params.room).fetch("/notes"));

export default class Server implements Party.Server {
  notes: string[] = [];
  router = AutoRouter({ base: "/parties/main/:room" })
    .get("/notes", ({ params }) => ({ room: params.room, notes: this.notes }))
    .post("/notes", withParams, async (request) => {
      const { text } = await request.json();
      if (!text) return error(422, { field: "text" });
      return { number: this.notes.push(text), by: request.room };
    })
    .all("/throws", () => {
      throw new Error("thrown in a route");
    });

  constructor(readonly room: Party.Room) {}

  static onFetch(request: Party.Request, lobby: Party.FetchLobby, context: Party.ExecutionContext) {
    return edge.fetch(request, lobby, context);
  }

  onRequest(request: Party.Request) {
    return this.router.fetch(request);
  }
}
`;

const post = (value) => ({ method: "POST", body: JSON.stringify(value) });

export default {
  library: "itty-router",
  files: { "server.ts": server },
  checks: {
    async "routes before the rooms answer, with parameters and CORS"(project) {
      const hello = await project.request("/api/hello/ann?a=1&a=2&b=3", { headers: { origin: "https://example.com" } });
      assert.equal(hello.headers.get("access-control-allow-origin"), "https://example.com");
      assert.deepEqual(await hello.json(), { hello: "ann", query: { a: ["1", "2"], b: "3" } });
      const asked = await project.request("/api/hello/ann", { method: "OPTIONS", headers: { origin: "https://example.com" } });
      assert.equal(asked.status, 204);
      assert.deepEqual(await project.json("/api/nothing"), { status: 404, error: "Not Found" });
    },

    async "routes in a room read bodies, keep state and catch what is thrown"(project) {
      assert.deepEqual(await (await project.request("/parties/main/r1/notes", post({ text: "one" }))).json(), { number: 1, by: "r1" });
      const refused = await project.request("/parties/main/r1/notes", post({}));
      assert.deepEqual([refused.status, await refused.json()], [422, { status: 422, field: "text" }]);
      const thrown = await project.request("/parties/main/r1/throws");
      assert.deepEqual([thrown.status, await thrown.json()], [500, { status: 500, error: "thrown in a route" }]);
      assert.deepEqual(await project.json("/api/rooms/r1"), { room: "r1", notes: ["one"] });
    },
  },
};
