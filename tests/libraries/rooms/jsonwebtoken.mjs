// jsonwebtoken: the CommonJS library for tokens, over node:crypto, in onBeforeConnect.

import assert from "node:assert/strict";
import jwt from "jsonwebtoken";

const SECRET = "a secret of the room";

const server = `
import type * as Party from "partykit/server";
import jwt from "jsonwebtoken";

export default class Server implements Party.Server {
  static onBeforeConnect(request: Party.Request) {
    const token = new URL(request.url).searchParams.get("token") ?? "";
    try {
      const { sub } = jwt.verify(token, "${SECRET}", { audience: "chat" }) as { sub: string };
      request.headers.set("x-user", sub);
      return request;
    } catch (error) {
      return new Response((error as Error).message, { status: 401 });
    }
  }

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext) {
    connection.send(request.headers.get("x-user") ?? "nobody");
  }

  onRequest() {
    return new Response(jwt.sign({ role: "host" }, "${SECRET}", { algorithm: "HS512", expiresIn: "1h", subject: "ann" }));
  }
}
`;

export default {
  library: "jsonwebtoken",
  files: { "server.ts": server },
  checks: {
    async "who brings a token is let in by its name, others are told why not"(project) {
      const token = (options) => jwt.sign({}, SECRET, { subject: "bob", audience: "chat", ...options });
      assert.equal(await (await project.connect(`/party/jwt?token=${token()}`)).next(), "bob");
      const told = async (bad) => (await project.refusal(`/party/jwt?token=${bad}`)).text;
      assert.equal(await told(token({ expiresIn: -5 })), "jwt expired");
      assert.equal(await told(token({ audience: "other" })), "jwt audience invalid. expected: chat");
      assert.equal(await told(jwt.sign({}, "another secret", { audience: "chat" })), "invalid signature");
    },

    async "what a room signs, others can verify"(project) {
      const { role, sub } = jwt.verify(await (await project.request("/party/jwt")).text(), SECRET);
      assert.deepEqual([role, sub], ["host", "ann"]);
    },
  },
};
