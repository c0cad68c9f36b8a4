// msgpackr: binary messages.

import assert from "node:assert/strict";
import { pack, unpack } from "msgpackr";

const server = `
import type * as Party from "partykit/server";
import { Packr, pack, unpack } from "msgpackr";

const records = new Packr({ structuredClone: true });

export default class Server implements Party.Server {
  constructor(readonly room: Party.Room) {}

  async onMessage(message: ArrayBuffer) {
    const moves = unpack(new Uint8Array(message));
    const stored = records.pack({ moves, at: new Date(0), seen: new Set(["ann"]) });
    await this.room.storage.put("last", stored);
    this.room.broadcast(pack({ ...moves, count: moves.list.length }));
  }

  async onRequest() {
    const { moves, at, seen } = records.unpack((await this.room.storage.get("last"))!);
    return Response.json({ moves: moves.list.length, at, seen: [...seen] });
  }
}
`;

export default {
  library: "msgpackr",
  files: { "server.ts": server },
  checks: {
    async "objects go to the room and back as binary frames"(project) {
      const client = await project.connect("/party/msgpackr");
      // Long enough lists of like objects are read by a function that msgpackr generates.
      const list = Array.from({ length: 40 }, (_, i) => ({ x: i, y: -i - 0.5, name: `größer ${i}`, deep: { on: i % 2 === 0 } }));
      const moves = { list, bytes: Buffer.from([0, 255]), none: null, big: 2n ** 60n, at: new Date(1e12) };
      client.send(pack(moves));
      assert.deepEqual(unpack(await client.next()), { ...moves, count: 40 });
      const stored = { moves: 40, at: "1970-01-01T00:00:00.000Z", seen: ["ann"] };
      assert.deepEqual(await project.json("/party/msgpackr"), stored);
    },
  },
};
