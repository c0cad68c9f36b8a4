import type * as Party from "partykit/server";
import type { Message } from "./protocol";

const PREFIX = "message:";
const MESSAGES_MAX = 200;

/**
 * The room's latest messages. Each has a storage key of its own, because one value may hold 128 KiB at most, and
 * the keys sort by time, so the room reads its history back with one `list`.
 */
export class History {
  messages: Message[] = [];
  #lastAt = 0;

  constructor(readonly storage: Party.Storage) {}

  async load() {
    const stored = await this.storage.list<Message>({ prefix: PREFIX });
    this.messages = [...stored.values()];
    this.#lastAt = this.messages.at(-1)?.at ?? 0;
    await this.#trim();
  }

  /** A time and an id for a new message, always after the one before: the clock may stand still or be set back. */
  next() {
    const at = Math.max(Date.now(), this.#lastAt + 1);
    this.#lastAt = at;
    return { at, id: at.toString(36).padStart(9, "0") };
  }

  has(nonce: string, authorId: string) {
    return this.messages.some((message) => message.nonce === nonce && message.author.id === authorId);
  }

  /** Shows a message to people who join, without storing it yet. */
  hold(message: Message) {
    const known = this.messages.findIndex(({ id }) => id === message.id);
    if (known >= 0) this.messages[known] = message;
    else this.messages.push(message);
  }

  async save(message: Message) {
    this.hold(message);
    await this.storage.put(PREFIX + message.id, message);
    await this.#trim();
  }

  async #trim() {
    const excess = this.messages.splice(0, Math.max(0, this.messages.length - MESSAGES_MAX));
    // One by one, because a single call deletes 128 keys at most. The runtime writes them together.
    await Promise.all(excess.map(({ id }) => this.storage.delete(PREFIX + id)));
  }
}
