// @trpc/server: a room's procedures, called with types by @trpc/client.

import assert from "node:assert/strict";
import { createTRPCClient, httpBatchLink, httpBatchStreamLink } from "@trpc/client";

const server = `
import type * as Party from "partykit/server";
import { TRPCError, initTRPC } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { z } from "zod";

const t = initTRPC.context<{ room: Party.Room; user: string | null }>().create();
const signedIn = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: "UNAUTHORIZED" });
  return next({ ctx: { ...ctx, user: ctx.user } });
});

const router = t.router({
  notes: t.procedure.query(async ({ ctx }) => (await ctx.room.storage.get<string[]>("notes")) ?? []),
  add: signedIn.input(z.object({ text: z.string().min(1) })).mutation(async ({ ctx, input }) => {
    const notes = (await ctx.room.storage.get<string[]>("notes")) ?? [];
    notes.push(ctx.user + ": " + input.text);
    await ctx.room.storage.put("notes", notes);
    return notes.length;
  }),
  count: t.procedure.input(z.number()).query(async function* ({ input }) {
    for (let i = 0; i < input; i += 1) yield i;
  }),
  slow: t.procedure.query(async () => ({ later: new Promise((resolve) => setTimeout(resolve, 5, "now")) })),
});

export default class Server implements Party.Server {
  constructor(readonly room: Party.Room) {}

  onRequest(request: Party.Request) {
    const endpoint = "/party/" + this.room.id;
    const createContext = () => ({ room: this.room, user: request.headers.get("x-user") });
    return fetchRequestHandler({ endpoint, req: request as unknown as Request, router, createContext });
  }
}
`;

const client = (project, link, headers) => createTRPCClient({ links: [link({ url: `http://${project.host}/party/trpc`, headers })] });

export default {
  library: "@trpc/server",
  files: { "server.ts": server },
  checks: {
    async "queries and mutations, several in one request"(project) {
      const ann = client(project, httpBatchLink, { "x-user": "ann" });
      assert.deepEqual(await ann.notes.query(), []);
      assert.equal(await ann.add.mutate({ text: "one" }), 1);
      assert.deepEqual(await Promise.all([ann.notes.query(), ann.notes.query()]), [["ann: one"], ["ann: one"]]);
    },

    async "what may not be and what does not fit is refused with its code"(project) {
      const nobody = client(project, httpBatchLink);
      const codes = [nobody.add.mutate({ text: "no" }), client(project, httpBatchLink, { "x-user": "ann" }).add.mutate({ text: "" }), nobody.none.query()]
        .map((call) => call.then(() => "done", (error) => error.data.code));
      assert.deepEqual(await Promise.all(codes), ["UNAUTHORIZED", "BAD_REQUEST", "NOT_FOUND"]);
    },

    async "answers are streamed: generators and promises inside a result"(project) {
      const stream = client(project, httpBatchStreamLink);
      const counted = [];
      for await (const i of await stream.count.query(3)) counted.push(i);
      assert.deepEqual(counted, [0, 1, 2]);
      assert.equal(await (await stream.slow.query()).later, "now");
    },
  },
};
