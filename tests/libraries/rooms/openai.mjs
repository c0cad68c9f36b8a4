// openai: a room asks a model and sends the answer on while it is being written.

import assert from "node:assert/strict";
import { mockOpenAi } from "../../browser/lib/openai.mjs";

const server = `
import type * as Party from "partykit/server";
import OpenAI from "openai";

export default class Server implements Party.Server {
  openai: OpenAI;

  constructor(readonly room: Party.Room) {
    const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL } = room.env as Record<string, string>;
    this.openai = new OpenAI({ apiKey, baseURL, maxRetries: 0 });
  }

  async onMessage(content: string) {
    const stream = await this.openai.chat.completions.create({ model: "mock", stream: true, messages: [{ role: "user", content }] });
    for await (const chunk of stream) this.room.broadcast(chunk.choices[0]?.delta?.content ?? "");
    this.room.broadcast("(end)");
  }

  async onRequest() {
    try {
      return Response.json(await this.openai.models.list());
    } catch (error) {
      const { status } = error as InstanceType<typeof OpenAI.APIError>;
      return Response.json({ status, isNotFound: error instanceof OpenAI.NotFoundError });
    }
  }
}
`;

export default {
  library: "openai",
  files: { "server.ts": server },
  async services() {
    const api = await mockOpenAi();
    return { ...api, vars: { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: api.url } };
  },
  checks: {
    async "a streamed answer reaches the room's clients piece by piece"(project) {
      const clients = [await project.connect("/party/ai"), await project.connect("/party/ai")];
      clients[0].send("What is the answer?");
      for (const client of clients) assert.deepEqual([await client.next(), await client.next()], ["The ", "answer"]);
      // The mock writes the second half only now.
      project.services.goOn();
      for (const client of clients) {
        assert.deepEqual([await client.next(), await client.next(), await client.next()], [" is 42", ".", "(end)"]);
      }
      const [{ authorization, body }] = project.services.requests;
      const messages = [{ role: "user", content: "What is the answer?" }];
      assert.deepEqual({ authorization, body }, { authorization: "Bearer sk-test", body: { model: "mock", stream: true, messages } });
    },

    async "a refusal of the API is an error with its status"(project) {
      assert.deepEqual(await project.json("/party/ai"), { status: 404, isNotFound: true });
    },
  },
};
