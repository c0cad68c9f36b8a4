// A stand-in for the OpenAI API: streams half an answer, and the rest when it is told to.

import { createServer } from "node:http";
import { json } from "node:stream/consumers";

const chunk = (content) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;

/** `url` is what OPENAI_BASE_URL has to be. */
export async function mockOpenAi() {
  const requests = [];
  let goOn;
  const told = new Promise((resolve) => (goOn = resolve));
  const server = createServer(async (request, response) => {
    if (request.method !== "POST" || request.url !== "/v1/chat/completions") return response.writeHead(404).end();
    requests.push({ authorization: request.headers.authorization, body: await json(request) });
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(chunk("The ") + chunk("answer"));
    await told;
    // A chunk may end anywhere.
    const rest = chunk(" is 42") + chunk(".") + "data: [DONE]\n\n";
    response.write(rest.slice(0, 30));
    response.end(rest.slice(30));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}/v1`;
  return { url, requests, goOn, close: () => server.close() };
}
