// partysocket: the reconnecting client, outside of rooms and inside of one.

import assert from "node:assert/strict";
import { PartySocket } from "partysocket";
import WebSocket from "ws";
import { until } from "../lib/wait.mjs";

const server = `
import type * as Party from "partykit/server";

export default class Server implements Party.Server {
  constructor(readonly room: Party.Room) {}

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext) {
    const { pathname, search } = new URL(request.url);
    connection.send(connection.id + " at " + pathname + search);
  }

  onMessage(message: string, sender: Party.Connection) {
    const [, code, reason] = message.match(/^close (\\d+) (.*)/) ?? [];
    if (code) sender.close(Number(code), reason);
    else sender.send("echo " + message);
  }

  onClose(connection: Party.Connection) {
    this.room.broadcast(connection.id + " left");
  }

  async onRequest(request: Party.Request) {
    return Response.json({ method: request.method, url: new URL(request.url).pathname + new URL(request.url).search, body: await request.text() });
  }
}
`;

// A room that is a client of another one, by way of the network.
const relay = `
import type * as Party from "partykit/server";
import { PartySocket } from "partysocket";

export default class Relay implements Party.Server {
  there!: PartySocket;

  constructor(readonly room: Party.Room) {}

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext) {
    if (this.there) return;
    const { host } = new URL(request.url);
    this.there = new PartySocket({ host, room: this.room.id, id: "relay", minReconnectionDelay: 20, maxReconnectionDelay: 50 });
    this.there.addEventListener("message", ({ data }) => this.room.broadcast("there: " + data));
    this.there.addEventListener("close", ({ code, reason }) => this.room.broadcast("closed: " + code + " " + reason));
  }

  onMessage(message: string) {
    this.there.send(message);
  }

  async onRequest(request: Party.Request) {
    const { host } = new URL(request.url);
    return PartySocket.fetch({ host, room: this.room.id, path: "deep", query: { a: "1" } }, { method: "POST", body: "from the relay" });
  }
}
`;

/** A PartySocket that notes what happens to it. */
function open(project, options) {
  const socket = new PartySocket({ host: project.host, WebSocket, minReconnectionDelay: 20, maxReconnectionDelay: 50, ...options });
  project.dispose(() => socket.close());
  const heard = [];
  const listeners = new Set();
  const note = (what) => {
    heard.push(what);
    for (const tell of listeners) tell();
  };
  socket.addEventListener("open", () => note("open"));
  socket.addEventListener("message", ({ data }) => note(data));
  socket.addEventListener("close", ({ code, reason }) => note(`close ${code} ${reason}`));
  /** Takes the next so many events. */
  const take = async (count) => {
    await until(`${count} events (there are ${JSON.stringify(heard)})`, () => heard.length >= count, (look) => {
      listeners.add(look);
      return () => listeners.delete(look);
    });
    return heard.splice(0, count);
  };
  return { socket, take };
}

const checks = {
  async "what is sent too early waits; path, query and id arrive"(project) {
    const options = { party: "main", room: "early", id: "ann", path: "deep/er", query: async () => ({ a: "1", none: null }) };
    const { socket, take } = open(project, options);
    socket.send("one");
    socket.send("two");
    assert.deepEqual(await take(4), ["open", "ann at /parties/main/early/deep/er?_pk=ann&a=1", "echo one", "echo two"]);
  },

  async "closed by the room with 1000 or 1012 it comes back under its id"(project) {
    const { socket, take } = open(project, { room: "back", id: "ann" });
    const hello = ["open", "ann at /parties/main/back?_pk=ann"];
    assert.deepEqual(await take(2), hello);
    for (const code of [1000, 1012]) {
      socket.send(`close ${code} go away`);
      assert.deepEqual(await take(3), [`close ${code} go away`, ...hello]);
    }
  },

  async "a room whose code changed closes with 1012, and it comes back to the new code"(project) {
    const { socket, take } = open(project, { room: "reloaded", id: "ann" });
    await take(2);
    await project.edit("server.ts", (code) => code.replace('"echo "', '"new echo "'));
    const [closed, ...rest] = await take(3);
    assert.match(closed, /^close 1012 /);
    assert.deepEqual(rest, ["open", "ann at /parties/main/reloaded?_pk=ann"]);
    socket.send("one");
    assert.deepEqual(await take(1), ["new echo one"]);
    await project.edit("server.ts", (code) => code.replace('"new echo "', '"echo "'));
  },

  async "it waits for a server that is killed and started again, and sends what was said meanwhile"(project) {
    const { socket, take } = open(project, { room: "restarted", id: "ann" });
    await take(2);
    const restarted = project.restart();
    assert.match((await take(1))[0], /^close 1006 /);
    socket.send("meanwhile");
    await restarted;
    let event;
    do [event] = await take(1);
    while (event.startsWith("close"));
    assert.deepEqual([event, ...(await take(2))], ["open", "ann at /parties/main/restarted?_pk=ann", "echo meanwhile"]);
  },

  async "updateProperties and reconnect move it to another room"(project) {
    const watcher = await project.connect("/party/first");
    await watcher.next();
    const { socket, take } = open(project, { room: "first", id: "ann" });
    assert.deepEqual(await take(2), ["open", "ann at /parties/main/first?_pk=ann"]);
    socket.updateProperties({ room: "second", query: { moved: "1" } });
    socket.reconnect();
    assert.equal(await watcher.next(), "ann left");
    const events = await take(2);
    if (events[0].startsWith("close 1000")) events.push(...(await take(1)));
    assert.deepEqual(events.slice(-2), ["open", "ann at /parties/main/second?_pk=ann&moved=1"]);
  },

  async "PartySocket.fetch asks the room over HTTP"(project) {
    const ask = async (options, init) => (await PartySocket.fetch({ host: project.host, room: "r", ...options }, init)).json();
    const posted = await ask({ path: "a/b", query: { c: "1" } }, { method: "POST", body: "hello" });
    assert.deepEqual(posted, { method: "POST", url: "/parties/main/r/a/b?c=1", body: "hello" });
    assert.deepEqual(await ask({}), { method: "GET", url: "/parties/main/r", body: "" });
  },

  async "inside a room it connects to another room, and comes back when that closes it"(project) {
    const client = await project.connect("/parties/relay/r1");
    const hello = "there: relay at /parties/main/r1?_pk=relay";
    assert.equal(await client.next(), hello);
    client.send("hello");
    assert.equal(await client.next(), "there: echo hello");
    client.send("close 4001 enough");
    assert.deepEqual([await client.next(), await client.next()], ["closed: 4001 enough", hello]);
    client.send("again");
    assert.equal(await client.next(), "there: echo again");
  },

  async "inside a room PartySocket.fetch asks another room"(project) {
    const answer = await project.json("/parties/relay/r2");
    assert.deepEqual(answer, { method: "POST", url: "/parties/main/r2/deep?a=1", body: "from the relay" });
  },
};

export default { library: "partysocket", files: { "server.ts": server, "parties/relay.ts": relay }, checks };
