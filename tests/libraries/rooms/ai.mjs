// ai, the Vercel AI SDK: a room streams a model's answer to its clients, and as the response that `useChat` reads.

import assert from "node:assert/strict";
import { mockOpenAi } from "../../browser/lib/openai.mjs";

const server = `
import type * as Party from "partykit/server";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";

export default class Server implements Party.Server {
  constructor(readonly room: Party.Room) {}

  answer(prompt: string) {
    const { baseURL } = this.room.env as Record<string, string>;
    return streamText({ model: createOpenAICompatible({ name: "mock", baseURL, apiKey: "sk-test" })("mock"), prompt, maxRetries: 0 });
  }

  async onMessage(prompt: string) {
    for await (const part of this.answer(prompt).textStream) this.room.broadcast(part);
    this.room.broadcast("(end)");
  }

  async onRequest(request: Party.Request) {
    return this.answer(await request.text()).toUIMessageStreamResponse();
  }
}
`;

export default {
  library: "ai",
  files: { "server.ts": server },
  async services() {
    const api = await mockOpenAi();
    return { ...api, vars: { baseURL: api.url } };
  },
  checks: {
    async "an answer reaches the clients while it is written"(project) {
      const client = await project.connect("/party/ai");
      client.send("What is the answer?");
      assert.deepEqual([await client.next(), await client.next()], ["The ", "answer"]);
      project.services.goOn();
      assert.deepEqual([await client.next(), await client.next(), await client.next()], [" is 42", ".", "(end)"]);
    },

    async "an answer is a stream of the messages that useChat reads"(project) {
      const response = await project.request("/party/ai", { method: "POST", body: "What is the answer?" });
      project.services.goOn();
      const lines = (await response.text()).split("\n").filter((line) => line.startsWith("data: {"));
      const parts = lines.map((line) => JSON.parse(line.slice("data: ".length)));
      const text = parts.filter(({ type }) => type === "text-delta").map(({ delta }) => delta).join("");
      assert.deepEqual([response.headers.get("content-type"), text], ["text/event-stream", "The answer is 42."]);
    },
  },
};
