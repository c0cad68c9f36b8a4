import type * as Party from "partykit/server";
import { ITEMS_MAX, LABEL_LENGTH_MAX, type Item, type ToClient, type ToServer } from "./protocol";

/** One room: a list that everybody in it edits together. */
export default class SharedList implements Party.Server {
  items: Item[] = [];

  constructor(readonly room: Party.Room) {}

  async onStart() {
    this.items = (await this.room.storage.get<Item[]>("items")) ?? [];
  }

  onConnect() {
    this.tellEverybody();
  }

  async onMessage(raw: string) {
    const message = decode(raw);
    if (!message) return;
    this.items = change(this.items, message);
    await this.room.storage.put("items", this.items);
    this.tellEverybody();
  }

  onClose() {
    this.tellEverybody();
  }

  /** The room also speaks HTTP: `curl localhost:1999/party/home`. */
  onRequest(request: Party.Request) {
    if (request.method !== "GET") return new Response("Use GET to read the list.", { status: 405 });
    return Response.json({ items: this.items });
  }

  tellEverybody() {
    const people = [...this.room.getConnections()].length;
    this.room.broadcast(JSON.stringify({ items: this.items, people } satisfies ToClient));
  }
}

function change(items: Item[], message: ToServer): Item[] {
  switch (message.type) {
    case "add": {
      const label = String(message.label ?? "").trim().slice(0, LABEL_LENGTH_MAX);
      if (!label || items.length >= ITEMS_MAX) return items;
      return [...items, { id: crypto.randomUUID(), label, done: false }];
    }
    case "toggle":
      return items.map((item) => (item.id === message.id ? { ...item, done: !item.done } : item));
    case "clear":
      return items.filter((item) => !item.done);
    default:
      return items;
  }
}

/** Anybody can send anything: what makes no sense is ignored. */
function decode(raw: string): ToServer | null {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

SharedList satisfies Party.Worker;
