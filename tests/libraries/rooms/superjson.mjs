// superjson: dates, maps, sets and their like in messages and in storage.

import assert from "node:assert/strict";
import superjson from "superjson";

const server = `
import type * as Party from "partykit/server";
import superjson from "superjson";

class Point {
  constructor(public x: number, public y: number) {}
  get length() {
    return Math.hypot(this.x, this.y);
  }
}
superjson.registerClass(Point);

export default class Server implements Party.Server {
  constructor(readonly room: Party.Room) {}

  async onMessage(message: string) {
    const { at, seen } = superjson.parse<{ at: Date; seen: Map<string, Set<bigint>> }>(message);
    at.setUTCFullYear(at.getUTCFullYear() + 1);
    seen.get("ann")!.add(2n ** 64n);
    const answer = { at, seen, nothing: undefined, point: new Point(3, 4), text: /a+/gi, failed: new Error("no") };
    await this.room.storage.put("last", superjson.stringify(answer));
    this.room.broadcast(superjson.stringify(answer));
  }

  async onRequest() {
    const { point } = superjson.parse<{ point: Point }>((await this.room.storage.get("last"))!);
    return Response.json({ isPoint: point instanceof Point, length: point.length });
  }
}
`;

export default {
  library: "superjson",
  files: { "server.ts": server },
  checks: {
    async "values that JSON does not know go to the room and come back"(project) {
      const client = await project.connect("/party/superjson");
      const at = new Date("2023-05-01T10:00:00Z");
      client.send(superjson.stringify({ at, seen: new Map([["ann", new Set([1n])]]) }));
      class Point {
        constructor(x, y) {
          Object.assign(this, { x, y });
        }
      }
      superjson.registerClass(Point);
      const { failed, ...answer } = superjson.parse(await client.next());
      assert.deepEqual(answer, {
        at: new Date("2024-05-01T10:00:00Z"),
        seen: new Map([["ann", new Set([1n, 2n ** 64n])]]),
        nothing: undefined,
        point: new Point(3, 4),
        text: /a+/gi,
      });
      assert.deepEqual([failed instanceof Error, failed.message], [true, "no"]);
      assert.deepEqual(await project.json("/party/superjson"), { isPoint: true, length: 5 });
    },
  },
};
