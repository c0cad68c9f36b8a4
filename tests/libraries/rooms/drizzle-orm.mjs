// drizzle-orm: a room's own SQLite tables, typed, in transactions, and there again after the server was killed.

import assert from "node:assert/strict";

const server = `
import type * as Party from "partykit/server";
import { desc, eq, gt, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/durable-sqlite";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

const messages = sqliteTable("messages", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  from: text("from").notNull(),
  body: text("body", { mode: "json" }).$type<{ text: string }>().notNull(),
  at: integer("at", { mode: "timestamp" }).notNull(),
});

export default class Server implements Party.Server {
  db;

  constructor(readonly room: Party.Room) {
    this.db = drizzle(room.storage as never, { logger: false });
  }

  onStart() {
    this.db.run(sql\`create table if not exists messages
      (id integer primary key autoincrement, "from" text not null, body text not null, at integer not null)\`);
  }

  async onMessage(text: string, sender: Party.Connection) {
    const [row] = await this.db.insert(messages).values({ from: sender.id, body: { text }, at: new Date(5000) }).returning();
    this.room.broadcast(JSON.stringify(row));
  }

  async onRequest(request: Party.Request) {
    if (request.method === "DELETE") {
      try {
        this.db.transaction((tx) => {
          tx.delete(messages).run();
          throw new Error("kept after all");
        });
      } catch (error) {
        return new Response((error as Error).message);
      }
    }
    await this.db.update(messages).set({ body: { text: "edited" } }).where(eq(messages.id, 1));
    const rows = await this.db.select({ id: messages.id, body: messages.body, at: messages.at }).from(messages)
      .where(gt(messages.id, 0)).orderBy(desc(messages.id)).limit(2);
    return Response.json({ rows, count: await this.db.$count(messages) });
  }
}
`;

export default {
  library: "drizzle-orm",
  files: { "server.ts": server },
  checks: {
    async "rows are inserted and returned, updated, sorted and counted"(project) {
      const client = await project.connect("/party/orm?_pk=ann");
      for (const [index, text] of ["one", "two", "three"].entries()) {
        client.send(text);
        const at = "1970-01-01T00:00:05.000Z";
        assert.deepEqual(await client.nextJson(), { id: index + 1, from: "ann", body: { text }, at });
      }
      const { rows, count } = await project.json("/party/orm");
      assert.deepEqual([rows.map(({ id, body }) => [id, body.text]), count], [[[3, "three"], [2, "two"]], 3]);
    },

    async "a transaction that throws is undone, and rows outlive the server"(project) {
      assert.equal(await (await project.request("/party/orm", { method: "DELETE" })).text(), "kept after all");
      await project.restart();
      assert.equal((await project.json("/party/orm")).count, 3);
    },
  },
};
