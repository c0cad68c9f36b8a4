// What the client and the server say to each other. Both sides import this file.

export const TEXT_LENGTH_MAX = 2000;
export const NAME_LENGTH_MAX = 32;

export type Person = {
  /** Stays the same over reloads; made up by the browser, so it is a convenience and not a proof of identity. */
  id: string;
  name: string;
};

export type Message = {
  /** Made by the server; ids sort in the order of the conversation. */
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  kind: "chat" | "assistant" | "notice";
  author: Person;
  text: string;
  /** Made by the sending client, so that a message sent twice is said once. */
  nonce?: string;
  /** The assistant is still writing. */
  unfinished?: boolean;
};

export type ToServer =
  | { type: "say"; text: string; nonce: string }
  | { type: "rename"; name: string }
  /** Somebody looks at the page again: is the assistant here now? */
  | { type: "look" };

export type ToClient =
  /** Once, on connecting. */
  | { type: "welcome"; messages: Message[]; people: Person[]; assistant: boolean }
  /** Whether there is an assistant: `.env` may have changed. */
  | { type: "assistant"; assistant: boolean }
  /** A new message, or a new version of one with the same id. */
  | { type: "message"; message: Message }
  /** More text for an unfinished message. */
  | { type: "append"; id: string; text: string }
  /** Everybody who is here now. */
  | { type: "people"; people: Person[] };

/** Reads what a client sent; `null` for anything that is not a message of ours. */
export function parseToServer(raw: unknown): ToServer | null {
  const data = parseJson(raw);
  if (data?.type === "say") {
    const text = cleanText(data.text);
    const nonce = typeof data.nonce === "string" ? data.nonce.slice(0, 64) : "";
    return text && nonce ? { type: "say", text, nonce } : null;
  }
  if (data?.type === "rename") {
    const name = cleanName(data.name);
    return name ? { type: "rename", name } : null;
  }
  return data?.type === "look" ? { type: "look" } : null;
}

/** A name fit to show: one line, not too long. Empty if there is nothing left. */
export function cleanName(value: unknown): string {
  if (typeof value !== "string") return "";
  const oneLine = value.replace(/[\p{C}\s]+/gu, " ").trim();
  return [...oneLine].slice(0, NAME_LENGTH_MAX).join("").trim();
}

/** A text fit to store. Empty if it is missing, blank or too long. */
export function cleanText(value: unknown): string {
  if (typeof value !== "string" || value.length > TEXT_LENGTH_MAX) return "";
  return value.trim();
}

export function parseJson(raw: unknown): Record<string, unknown> | null {
  if (typeof raw !== "string") return null;
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
