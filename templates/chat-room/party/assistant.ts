import type { Message } from "./protocol";

export type AssistantOptions = { apiKey: string; baseUrl: string; model: string };

const REPLY_TIMEOUT_MS = 60_000;
const CONTEXT_MESSAGES = 20;
const INSTRUCTIONS =
  "You are a friendly participant in a group chat. Each message starts with its author's name. " +
  "Answer the last message that mentions @ai, briefly, in its language, in plain text without markdown, " +
  "and without a name in front.";

/** An error whose message can be shown to everybody in the room. */
export class AssistantError extends Error {}

/** Reads the options from the project's `.env`; `null` when there is no key. */
export function assistantOptions(env: Record<string, unknown>): AssistantOptions | null {
  const read = (name: string) => (typeof env[name] === "string" ? env[name].trim() : "");
  const apiKey = read("OPENAI_API_KEY");
  if (!apiKey) return null;
  return {
    apiKey,
    baseUrl: (read("OPENAI_BASE_URL") || "https://api.openai.com/v1").replace(/\/+$/, ""),
    model: read("OPENAI_MODEL") || "gpt-4o-mini",
  };
}

export const mentionsAssistant = (text: string) => /(^|[^\w@])@ai\b/i.test(text);

/** The assistant's answer to a conversation, piece by piece as it is written. */
export async function* streamReply(options: AssistantOptions, messages: Message[]): AsyncGenerator<string> {
  const response = await fetch(`${options.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${options.apiKey}` },
    body: JSON.stringify({ model: options.model, stream: true, messages: toPrompt(messages) }),
    signal: AbortSignal.timeout(REPLY_TIMEOUT_MS),
  });
  if (!response.ok || !response.body) throw new AssistantError(explain(response.status));

  for await (const data of serverSentEvents(response.body)) {
    if (data === "[DONE]") return;
    const chunk = JSON.parse(data);
    if (chunk.error) throw new AssistantError("The AI service stopped with an error. Please ask again.");
    const text = chunk.choices?.[0]?.delta?.content;
    if (text) yield text;
  }
}

function toPrompt(messages: Message[]) {
  const conversation = messages
    .filter(({ kind, text }) => kind !== "notice" && text)
    .slice(-CONTEXT_MESSAGES)
    .map(({ kind, author, text }) =>
      kind === "assistant" ? { role: "assistant", content: text } : { role: "user", content: `${author.name}: ${text}` },
    );
  return [{ role: "system", content: INSTRUCTIONS }, ...conversation];
}

/** The `data:` lines of an event stream. A chunk may end anywhere, even inside a character. */
async function* serverSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = "";
  try {
    while (true) {
      const { value, done } = await reader.read();
      buffer += done ? "\n" : decoder.decode(value, { stream: true });
      const lines = buffer.split(/\r?\n/);
      buffer = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("data:")) yield line.slice("data:".length).trim();
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function explain(status: number) {
  if (status === 401 || status === 403) return "The AI service did not accept the key. Please check OPENAI_API_KEY in .env.";
  if (status === 404) return "The AI service does not know this model. Please check OPENAI_MODEL in .env.";
  if (status === 429) return "The AI service is busy, or its quota is used up. Please try again in a while.";
  return `The AI service could not answer (status ${status}). Please try again in a while.`;
}
