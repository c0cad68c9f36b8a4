/**
 * @import * as Party from "partykit/server"
 * @typedef {{ x: number, y: number }} Point A place on the page, as fractions of its width and height: 0 to 1.
 */

/**
 * One room: everybody who has the page open, and a count of cheers that outlives them.
 * @implements {Party.Server}
 */
export default class Server {
  cheers = 0;

  /** @param {Party.Room} room */
  constructor(room) {
    this.room = room;
  }

  /** Before anything else happens in this room: what did we store last time? */
  async onStart() {
    this.cheers = (await this.room.storage.get("cheers")) ?? 0;
  }

  /** @param {Party.Connection<Point>} connection */
  onConnect(connection) {
    /** @type {Record<string, Point>} */
    const cursors = {};
    for (const { id, state } of this.room.getConnections()) {
      if (state) cursors[id] = /** @type {Point} */ (state);
    }
    connection.send(JSON.stringify({ type: "welcome", cheers: this.cheers, cursors }));
    this.tellPeople();
  }

  /**
   * @param {string} raw
   * @param {Party.Connection<Point>} sender
   */
  async onMessage(raw, sender) {
    const message = decode(raw);
    if (message?.type === "move" && isPoint(message.to)) {
      const to = { x: message.to.x, y: message.to.y };
      sender.setState(to);
      // The last argument leaves somebody out: the sender knows already.
      this.room.broadcast(JSON.stringify({ type: "move", id: sender.id, to }), [sender.id]);
    }
    if (message?.type === "cheer") await this.cheer();
  }

  /** @param {Party.Connection} connection */
  onClose(connection) {
    this.room.broadcast(JSON.stringify({ type: "leave", id: connection.id }));
    this.tellPeople();
  }

  /**
   * The room also speaks HTTP: `curl localhost:1999/party/home`, and with `-X POST` it cheers.
   * @param {Party.Request} request
   */
  async onRequest(request) {
    if (request.method === "POST") await this.cheer();
    return Response.json({ cheers: this.cheers, people: this.countPeople() });
  }

  async cheer() {
    this.cheers += 1;
    await this.room.storage.put("cheers", this.cheers);
    this.room.broadcast(JSON.stringify({ type: "cheers", cheers: this.cheers }));
  }

  tellPeople() {
    this.room.broadcast(JSON.stringify({ type: "here", people: this.countPeople() }));
  }

  countPeople() {
    return [...this.room.getConnections()].length;
  }
}

/**
 * Anybody can send anything: what makes no sense is ignored.
 * @param {string} raw
 */
function decode(raw) {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

/** @param {any} value */
function isPoint(value) {
  const { x, y } = value ?? {};
  return typeof x === "number" && typeof y === "number" && x >= 0 && x <= 1 && y >= 0 && y <= 1;
}
