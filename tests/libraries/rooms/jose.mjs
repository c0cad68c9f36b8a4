// jose: who may connect is decided by a token, signed by the room itself or by somebody who publishes keys.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from "jose";

const ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA"];

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

const published = `
import type * as Party from "partykit/server";
import { SignJWT, createRemoteJWKSet, errors, exportJWK, generateKeyPair, jwtVerify } from "jose";

let keys: ReturnType<typeof createRemoteJWKSet>;

export default class Published implements Party.Server {
  static async onBeforeConnect(request: Party.Request, lobby: Party.Lobby) {
    keys ??= createRemoteJWKSet(new URL(lobby.env.JWKS as string));
    try {
      const { payload, protectedHeader } = await jwtVerify(new URL(request.url).searchParams.get("token")!, keys);
      request.headers.set("x-user", payload.sub + " by " + protectedHeader.alg);
      return request;
    } catch (error) {
      return new Response((error as errors.JOSEError).code, { status: 401 });
    }
  }

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext) {
    connection.send("hello " + request.headers.get("x-user"));
  }

  async onRequest(request: Party.Request) {
    const alg = new URL(request.url).searchParams.get("alg")!;
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const token = await new SignJWT({ sub: "room" }).setProtectedHeader({ alg, kid: "own" }).sign(privateKey);
    return Response.json({ token, key: { ...(await exportJWK(publicKey)), alg, kid: "own" } });
  }
}
`;

/** Somebody who signs tokens and publishes the keys to check them with. */
async function issuer() {
  const pairs = new Map();
  for (const alg of ALGORITHMS) pairs.set(alg, await generateKeyPair(alg, { extractable: true }));
  const keys = await Promise.all([...pairs].map(async ([alg, { publicKey }]) => ({ ...(await exportJWK(publicKey)), alg, kid: alg })));
  const http = createServer((_, response) => response.setHeader("content-type", "application/json").end(JSON.stringify({ keys })));
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  const sign = (alg, key = alg) =>
    new SignJWT({ sub: "ann" }).setProtectedHeader({ alg, kid: key }).sign(pairs.get(alg).privateKey);
  const vars = { SECRET: "a long enough secret for HS256", JWKS: `http://127.0.0.1:${http.address().port}/` };
  return { vars, sign, close: () => http.close() };
}

const token = async (project, room, body) =>
  (await project.request(`/party/${room}`, { method: "POST", body: JSON.stringify(body) })).text();

const checks = {
  async "HS256: a token of the room lets its bearer in"(project) {
    const mine = await token(project, "r1", { sub: "ann", expires: "1 hour" });
    const client = await project.connect(`/party/r1?token=${mine}`);
    assert.equal(await client.next(), "hello ann");
    const { payload } = await jwtVerify(mine, new TextEncoder().encode(project.services.vars.SECRET));
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

for (const alg of ALGORITHMS) {
  checks[`${alg}: a token is checked with the key that its issuer publishes`] = async (project) => {
    const theirs = await project.services.sign(alg);
    const client = await project.connect(`/parties/published/r1?token=${theirs}`);
    assert.equal(await client.next(), `hello ann by ${alg}`);
    const [header, , signature] = theirs.split(".");
    const other = btoa(JSON.stringify({ sub: "eve" })).replaceAll("=", "");
    const refusal = await project.refusal(`/parties/published/r1?token=${header}.${other}.${signature}`);
    assert.deepEqual(refusal, { status: 401, text: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
  };

  checks[`${alg}: a token that the room signs is good elsewhere`] = async (project) => {
    const { token: own, key } = await project.json(`/parties/published/r1?alg=${alg}`);
    const { payload } = await jwtVerify(own, createLocalJWKSet({ keys: [key] }));
    assert.deepEqual(payload, { sub: "room" });
  };
}

export default {
  library: "jose",
  files: { "server.ts": server, "parties/published.ts": published },
  services: issuer,
  checks,
};
