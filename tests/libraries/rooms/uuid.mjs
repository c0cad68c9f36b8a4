// uuid: ids of all versions.

import assert from "node:assert/strict";
import { v3, v5, validate, version } from "uuid";

const server = `
import type * as Party from "partykit/server";
import { parse, stringify, v1, v3, v4, v5, v6, v7, validate } from "uuid";

export default class Server implements Party.Server {
  onRequest() {
    const named = { v3: v3("partyrs", v3.DNS), v5: v5("partyrs", v5.DNS) };
    const bytes = [...parse(named.v5)];
    const back = stringify(Uint8Array.from(bytes)) === named.v5;
    return Response.json({ v1: v1(), v4: v4(), v6: v6(), v7: v7(), ...named, back, valid: validate("no uuid") });
  }
}
`;

export default {
  library: "uuid",
  files: { "server.ts": server },
  checks: {
    async "every version is made, and names always give the same"(project) {
      const { back, valid, ...ids } = await project.json("/party/uuid");
      for (const [name, id] of Object.entries(ids)) {
        assert.ok(validate(id), `${name} is ${id}`);
        assert.equal(`v${version(id)}`, name);
      }
      assert.deepEqual({ v3: ids.v3, v5: ids.v5 }, { v3: v3("partyrs", v3.DNS), v5: v5("partyrs", v5.DNS) });
      assert.deepEqual({ back, valid }, { back: true, valid: false });
    },
  },
};
