// partykit-ai: there are no models without PartyKit's platform; it works with a gateway of one's own.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";

const server = `
import type * as Party from "partykit/server";
import { Ai } from "partykit-ai";

const MODEL = "@cf/meta/llama-2-7b-chat-int8";

export default class Server implements Party.Server {
  constructor(readonly room: Party.Room) {}

  async onRequest(request: Party.Request) {
    const { AI_GATEWAY: apiGateway } = this.room.env as Record<string, string>;
    const kind = new URL(request.url).searchParams.get("kind");
    try {
      const ai = new Ai(kind === "platform" ? this.room.context.ai : ({ apiGateway, apiToken: "mine" } as any));
      const answer: any = await ai.run(MODEL, { prompt: "hello", stream: kind === "stream" });
      return kind === "stream" ? new Response(answer) : Response.json(answer);
    } catch (error) {
      return new Response((error as Error).message, { status: 500 });
    }
  }
}
`;

/** Answers as the models' gateway does. */
async function gateway() {
  const asked = [];
  const http = createServer(async (request, response) => {
    const body = await json(request);
    asked.push({ path: request.url, authorization: request.headers.authorization, prompt: body.prompt });
    response.setHeader("content-type", body.stream ? "text/event-stream" : "application/json");
    if (!body.stream) return response.end(JSON.stringify({ result: { response: "hello yourself" } }));
    for (const word of ["hello ", "yourself"]) response.write(`data: ${JSON.stringify({ response: word })}\n\n`);
    response.end("data: [DONE]\n\n");
  });
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { vars: { AI_GATEWAY: `http://127.0.0.1:${http.address().port}` }, asked, close: () => http.close() };
}

export default {
  library: "partykit-ai",
  files: { "server.ts": server },
  services: gateway,
  checks: {
    async "without a login it says what it misses"(project) {
      const response = await project.request("/party/ai?kind=platform");
      assert.deepEqual([response.status, await response.text()], [500, "You should pass room.context.ai as the first argument"]);
    },

    async "a gateway of one's own answers, whole and as a stream"(project) {
      assert.deepEqual(await project.json("/party/ai?kind=json"), { response: "hello yourself" });
      const stream = await (await project.request("/party/ai?kind=stream")).text();
      assert.equal(stream, 'data: {"response":"hello "}\n\ndata: {"response":"yourself"}\n\ndata: [DONE]\n\n');
      const call = { path: "/@cf/meta/llama-2-7b-chat-int8", authorization: "Bearer mine", prompt: "hello" };
      assert.deepEqual(project.services.asked, [call, call]);
    },
  },
};
