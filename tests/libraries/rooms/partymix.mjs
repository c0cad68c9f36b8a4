// partymix: a Remix application before the rooms, with sessions in signed cookies and in a room's storage.

import assert from "node:assert/strict";

// What Remix's compiler makes of an application's routes, written by hand.
const server = `
import type * as Party from "partykit/server";
import { createCookie, createCookieSessionStorage, createRequestHandler, json, redirect } from "partymix";

const sessions = createCookieSessionStorage({ cookie: { name: "session", secrets: ["a secret"], sameSite: "lax", httpOnly: true } });
const theme = createCookie("theme", { maxAge: 60 });
const sessionOf = (request: Request) => sessions.getSession(request.headers.get("cookie"));

const root = { default: () => null };

const login = {
  async action({ request }: { request: Request }) {
    const form = await request.formData();
    const session = await sessionOf(request);
    session.set("user", form.get("user") as string);
    session.flash("notice", "welcome");
    return redirect("/me", { headers: { "set-cookie": await sessions.commitSession(session) } });
  },
};

const me = {
  async loader({ request, context }: { request: Request; context: { lobby: Party.FetchLobby } }) {
    const session = await sessionOf(request);
    if (!session.has("user")) throw json({ no: "user" }, { status: 401 });
    const visits = await (await context.lobby.parties.main.get("visits").fetch({ method: "POST" })).json();
    const shown = { user: session.get("user"), notice: session.get("notice") ?? null, visits };
    const headers = new Headers({ "set-cookie": await sessions.commitSession(session) });
    headers.append("set-cookie", await theme.serialize({ dark: true }));
    return json(shown, { headers });
  },
};

const fails = {
  loader() {
    throw new Error("failed in a loader");
  },
};

const route = (id: string, path: string | undefined, module: object) => ({ id, path, parentId: id === "root" ? undefined : "root", module });
const routes = { root: route("root", "", root), login: route("login", "login", login), me: route("me", "me", me), fails: route("fails", "fails", fails) };

const handle = createRequestHandler({
  build: {
    entry: { module: { default: (_: Request, status: number, headers: Headers) => new Response("a page", { status, headers }) } },
    routes,
    assets: { entry: { imports: [], module: "" }, routes: {}, url: "", version: "1" },
    publicPath: "/",
    assetsBuildDirectory: "",
    isSpaMode: false,
    future: {},
  } as any,
  getLoadContext: (_: Party.Request, lobby: Party.FetchLobby) => ({ lobby }),
});

export default class Server implements Party.Server {
  visits = 0;

  static onFetch(request: Party.Request, lobby: Party.FetchLobby, context: Party.ExecutionContext) {
    return handle(request as any, lobby as any, context as any);
  }

  onRequest() {
    this.visits += 1;
    return Response.json(this.visits);
  }
}
`;

const cookieOf = (response) => response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");

async function login(project) {
  const body = new URLSearchParams({ user: "Ann" });
  const response = await project.request("/login", { method: "POST", body, redirect: "manual" });
  assert.deepEqual([response.status, response.headers.get("location")], [302, "/me"]);
  return cookieOf(response);
}

export default {
  library: "partymix",
  files: { "server.ts": server },
  checks: {
    async "an action signs a session, a loader reads it and asks a room"(project) {
      const cookie = await login(project);
      const first = await project.request("/me", { headers: { cookie } });
      assert.deepEqual(await first.json(), { user: "Ann", notice: "welcome", visits: 1 });
      const [, value] = decodeURIComponent(cookieOf(first)).split("theme=", 2);
      assert.deepEqual(JSON.parse(atob(value)), { dark: true });
      // What was flashed is shown once.
      const second = await project.request("/me", { headers: { cookie: cookieOf(first) } });
      assert.deepEqual(await second.json(), { user: "Ann", notice: null, visits: 2 });
    },

    async "without a session, or with a forged one, a loader's refusal is the answer"(project) {
      const cookie = await login(project);
      const signed = decodeURIComponent(cookie.slice("session=".length));
      const [payload] = signed.split(".");
      const forged = signed.replace(payload, btoa(atob(payload).replace("Ann", "Eve")));
      assert.notEqual(forged, signed);
      for (const headers of [{}, { cookie: `session=${encodeURIComponent(forged)}` }]) {
        const response = await project.request("/me", { headers });
        assert.deepEqual([response.status, await response.json()], [401, { no: "user" }]);
      }
    },

    async "a page is rendered; an error in a loader is Remix's to answer; an unknown path is 404"(project) {
      const page = await project.request("/");
      assert.deepEqual([page.status, await page.text()], [200, "a page"]);
      assert.equal((await project.request("/fails")).status, 500);
      assert.equal((await project.request("/nothing")).status, 404);
    },
  },
};
