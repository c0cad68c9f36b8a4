// jose: who may connect is decided by a token that the room itself has signed.

import assert from "node:assert/strict";
import { jwtVerify } from "jose";

const SECRET = "a long enough secret for HS256";

const server = `
import type * as Party from "partykit/server";
import { SignJWT, errors, jwtVerify } from "jose";

const secret = (env: Record<string, unknown>) => new TextEncoder().encode(env.SECRET as string);

export default class Server implements Party.Server {
  static async onBeforeConnect(request: Party.Request, lobby: Party.Lobby) {
    const token = new URL(request.url).searchParams.get("token") ?? "";
    try {
      const { payload } = await jwtVerify(token, secret(lobby.env), { issuer: "partyrs", audience: lobby.id });
      request.headers.set("x-user", payload.sub!);
      return request;
    } catch (error) {
      return new Response((error as errors.JOSEError).code, { status: 401 });
    }
  }

  constructor(readonly room: Party.Room) {}

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext) {
    connection.send("hello " + request.headers.get("x-user"));
  }

  async onRequest(request: Party.Request) {
    const { sub, expires } = await request.json<{ sub: string; expires: string }>();
    const token = new SignJWT({ sub }).setProtectedHeader({ alg: "HS256" }).setIssuedAt();
    return new Response(await token.setIssuer("partyrs").setAudience(this.room.id).setExpirationTime(expires).sign(secret(this.room.env)));
  }
}
`;

const token = async (project, room, body) =>
  (await project.request(`/party/${room}`, { method: "POST", body: JSON.stringify(body) })).text();

const checks = {
  async "HS256: a token of the room lets its bearer in"(project) {
    const mine = await token(project, "r1", { sub: "ann", expires: "1 hour" });
    const client = await project.connect(`/party/r1?token=${mine}`);
    assert.equal(await client.next(), "hello ann");
    const { payload } = await jwtVerify(mine, new TextEncoder().encode(SECRET));
    assert.deepEqual([payload.iss, payload.aud, payload.exp - payload.iat], ["partyrs", "r1", 3600]);
  },

  async "HS256: a token that is expired, changed or for another room is refused"(project) {
    const mine = await token(project, "r1", { sub: "ann", expires: "1 hour" });
    const [header, payload, signature] = mine.split(".");
    const changed = [header, payload, `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`].join(".");
    const late = await token(project, "r1", { sub: "ann", expires: "1 minute ago" });
    const refusals = [];
    for (const path of [`r1?token=${late}`, `r1?token=${changed}`, `r2?token=${mine}`, "r1?token=no"]) {
      refusals.push(await project.refusal(`/party/${path}`));
    }
    assert.deepEqual(refusals, [
      { status: 401, text: "ERR_JWT_EXPIRED" },
      { status: 401, text: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" },
      { status: 401, text: "ERR_JWT_CLAIM_VALIDATION_FAILED" },
      { status: 401, text: "ERR_JWS_INVALID" },
    ]);
  },
};

export default {
  library: "jose",
  files: { "server.ts": server },
  services: async () => ({ vars: { SECRET } }),
  checks,
};
