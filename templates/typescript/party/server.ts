import type * as Party from "partykit/server";
import type { Point, ToClient, ToServer } from "./protocol";

/** One room: everybody who has the page open, and a count of cheers that outlives them. */
export default class Server implements Party.Server {
  cheers = 0;

  constructor(readonly room: Party.Room) {}

  /** Before anything else happens in this room: what did we store last time? */
  async onStart() {
    this.cheers = (await this.room.storage.get<number>("cheers")) ?? 0;
  }

  onConnect(connection: Party.Connection<Point>) {
    const cursors: Record<string, Point> = {};
    for (const { id, state } of this.room.getConnections<Point>()) {
      if (state) cursors[id] = state;
    }
    connection.send(encode({ type: "welcome", cheers: this.cheers, cursors }));
    this.tellPeople();
  }

  async onMessage(raw: string, sender: Party.Connection<Point>) {
    const message = decode(raw);
    if (message?.type === "move" && isPoint(message.to)) {
      const to = { x: message.to.x, y: message.to.y };
      sender.setState(to);
      // The last argument leaves somebody out: the sender knows already.
      this.room.broadcast(encode({ type: "move", id: sender.id, to }), [sender.id]);
    }
    if (message?.type === "cheer") await this.cheer();
  }

  onClose(connection: Party.Connection) {
    this.room.broadcast(encode({ type: "leave", id: connection.id }));
    this.tellPeople();
  }

  /** The room also speaks HTTP: `curl localhost:1999/party/home`, and with `-X POST` it cheers. */
  async onRequest(request: Party.Request) {
    if (request.method === "POST") await this.cheer();
    return Response.json({ cheers: this.cheers, people: this.countPeople() });
  }

  async cheer() {
    this.cheers += 1;
    await this.room.storage.put("cheers", this.cheers);
    this.room.broadcast(encode({ type: "cheers", cheers: this.cheers }));
  }

  tellPeople() {
    this.room.broadcast(encode({ type: "here", people: this.countPeople() }));
  }

  countPeople() {
    return [...this.room.getConnections()].length;
  }
}

function encode(message: ToClient) {
  return JSON.stringify(message);
}

/** Anybody can send anything: what makes no sense is ignored. */
function decode(raw: string): ToServer | null {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

function isPoint(value: unknown): value is Point {
  const { x, y } = (value ?? {}) as Partial<Point>;
  return typeof x === "number" && typeof y === "number" && x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

Server satisfies Party.Worker;
