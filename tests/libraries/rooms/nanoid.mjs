// nanoid: short ids that nobody can guess.

import assert from "node:assert/strict";

const server = `
import type * as Party from "partykit/server";
import { customAlphabet, nanoid } from "nanoid";

const code = customAlphabet("ABCDEFGHJKMNPQRSTUVWXYZ", 6);

export default class Server implements Party.Server {
  onRequest() {
    return Response.json({ id: nanoid(), short: nanoid(5), code: code() });
  }
}
`;

export default {
  library: "nanoid",
  files: { "server.ts": server },
  checks: {
    async "ids have their length and letters, and none comes twice"(project) {
      const made = await Promise.all(Array.from({ length: 50 }, (_, i) => project.json(`/party/room-${i % 5}`)));
      for (const { id, short, code } of made) {
        assert.match(id, /^[\w-]{21}$/);
        assert.match(short, /^[\w-]{5}$/);
        assert.match(code, /^[A-HJKMNP-Z]{6}$/);
      }
      assert.equal(new Set(made.map(({ id }) => id)).size, 50);
    },
  },
};
