// zod: what clients send is checked before a room believes it.

import assert from "node:assert/strict";

const server = `
import type * as Party from "partykit/server";
import { z } from "zod";

const Command = z.discriminatedUnion("type", [
  z.object({ type: z.literal("say"), text: z.string().trim().min(1).max(20), tags: z.set(z.string()).optional() }),
  z.object({ type: z.literal("meet"), at: z.coerce.date(), email: z.email(), seats: z.number().int().default(2) }),
]);

export default class Server implements Party.Server {
  constructor(readonly room: Party.Room) {}

  async onMessage(message: string, sender: Party.Connection) {
    const command = await Command.safeParseAsync(JSON.parse(message));
    if (command.success) return this.room.broadcast(JSON.stringify(command.data));
    sender.send(JSON.stringify({ errors: z.flattenError(command.error).fieldErrors }));
  }

  onRequest() {
    return Response.json(z.toJSONSchema(z.object({ text: z.string().max(20), seats: z.number().optional() })));
  }
}
`;

export default {
  library: "zod",
  files: { "server.ts": server },
  checks: {
    async "what fits is broadcast, trimmed, converted and with defaults"(project) {
      const client = await project.connect("/party/zod");
      client.sendJson({ type: "say", text: "  hello  ", more: "left out" });
      assert.deepEqual(await client.nextJson(), { type: "say", text: "hello" });
      client.sendJson({ type: "meet", at: "2024-05-01T10:00:00Z", email: "ann@example.com" });
      const meeting = { type: "meet", at: "2024-05-01T10:00:00.000Z", email: "ann@example.com", seats: 2 };
      assert.deepEqual(await client.nextJson(), meeting);
    },

    async "what does not fit is answered with zod's messages"(project) {
      const client = await project.connect("/party/zod");
      client.sendJson({ type: "meet", at: "never", email: "ann", seats: 1.5 });
      const errors = {
        at: ["Invalid input: expected date, received Date"],
        email: ["Invalid email address"],
        seats: ["Invalid input: expected int, received number"],
      };
      assert.deepEqual(await client.nextJson(), { errors });
    },

    async "a schema becomes JSON Schema"(project) {
      assert.deepEqual(await project.json("/party/zod"), {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        type: "object",
        properties: { text: { type: "string", maxLength: 20 }, seats: { type: "number" } },
        required: ["text"],
        additionalProperties: false,
      });
    },
  },
};
