// y-partykit: documents that several people edit at once, with Yjs.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import WebSocket from "ws";
import YPartyKitProvider from "y-partykit/provider";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { eventually, until, within } from "../lib/wait.mjs";

// Each provider adds a listener for the end of the process.
process.setMaxListeners(0);

/** A room's module; `options` is the code of y-partykit's options. */
const room = (options) => `
import type * as Party from "partykit/server";
import { onConnect, unstable_getYDoc } from "y-partykit";
import * as Y from "yjs";

export default class Server implements Party.Server {
  options: any;

  constructor(readonly room: Party.Room) {
    this.options = ${options};
  }

  onConnect(connection: Party.Connection) {
    return onConnect(connection, this.room, this.options);
  }

  // GET shows the document, POST appends to it, GET with ?stored shows what the storage holds.
  async onRequest(request: Party.Request) {
    if (new URL(request.url).searchParams.has("stored")) {
      const entries = await this.room.storage.list<Uint8Array>();
      return Response.json([...entries].map(([key, value]) => ({ key, type: value.constructor.name, size: value.length })));
    }
    const doc = await unstable_getYDoc(this.room, this.options);
    const text = doc.getText("text");
    if (request.method === "POST") text.insert(text.length, await request.text());
    return Response.json({ text: text.toString(), map: doc.getMap("map").toJSON(), gc: doc.gc });
  }
}
`;

const loader = `{
  async load() {
    const doc = new Y.Doc();
    doc.getText("text").insert(0, "loaded");
    return doc;
  },
  callback: {
    url: this.room.env.CALLBACK + this.room.id,
    headers: new Map([["x-from", "the room"]]),
    objects: { text: "Text" },
    debounceWait: 500,
    debounceMaxWait: 5000,
  },
}`;

const handler = `{
  callback: {
    handler: (doc: Y.Doc) => this.room.broadcast("called with " + doc.getText("text").toString()),
    debounceWait: 200,
  },
}`;

/** Takes what y-partykit posts to its callback's URL. */
async function callbacks() {
  const calls = [];
  const listeners = new Set();
  const http = createServer(async (request, response) => {
    calls.push({ path: request.url, from: request.headers["x-from"], body: await json(request) });
    for (const tell of listeners) tell();
    response.end();
  });
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { vars: { CALLBACK: `http://127.0.0.1:${http.address().port}/` }, calls, listeners, close: () => http.close() };
}

/** A client with a document of its own, in step with the room's. */
async function join(project, party, name) {
  const doc = new Y.Doc();
  const options = { party, WebSocketPolyfill: WebSocket, disableBc: true };
  const provider = new YPartyKitProvider(project.host, name, doc, options);
  return joined(project, doc, provider);
}

async function joined(project, doc, provider) {
  project.dispose(() => provider.destroy());
  const { awareness } = provider;
  const synced = new Promise((resolve) => (provider.synced ? resolve() : provider.on("sync", resolve)));
  await within(synced, 10_000, "the first sync");
  const text = doc.getText("text");
  const on = (source, event) => (look) => {
    source.on(event, look);
    return () => source.off(event, look);
  };
  return {
    doc,
    text,
    map: doc.getMap("map"),
    awareness,
    provider,
    reads: (expected) => until(`the text ${expected.slice(0, 40)}`, () => text.toString() === expected, on(doc, "update")),
    aware: (what, holds) => until(what, () => holds(awareness.getStates()), on(awareness, "change")),
  };
}

/** Closes its socket without any goodbye of the awareness protocol. */
const drop = (client) => {
  client.provider.shouldConnect = false;
  client.provider.ws.terminate();
};

const stored = async (project, party, name) => project.json(`/parties/${party}/${name}?stored`);
const updates = async (project, party, name) => (await stored(project, party, name)).filter(({ key }) => key.includes('"update"'));
const atServer = async (project, party, name) => project.json(`/parties/${party}/${name}`);

/** Appends words one at a time, each once the one before is stored. */
async function write(project, party, name, client, words) {
  const before = (await updates(project, party, name)).length;
  for (const [i, word] of words.entries()) {
    client.text.insert(client.text.length, word);
    await eventually(`${word} in the storage`, async () => (await updates(project, party, name)).length === before + i + 1);
  }
}

const checks = {
  async "what one writes the others have, who comes later too"(project) {
    const ann = await join(project, "main", "doc");
    const bob = await join(project, "main", "doc");
    ann.text.insert(0, "hello");
    await bob.reads("hello");
    bob.text.insert(5, " world");
    bob.map.set("deep", { list: [1, null] });
    await ann.reads("hello world");
    const late = await join(project, "main", "doc");
    assert.deepEqual([late.text.toString(), late.map.toJSON()], ["hello world", { deep: { list: [1, null] } }]);
    assert.equal((await join(project, "main", "another")).text.toString(), "");
  },

  async "edits made while apart are merged"(project) {
    const ann = await join(project, "main", "apart");
    const bob = await join(project, "main", "apart");
    ann.text.insert(0, "middle");
    await bob.reads("middle");
    ann.provider.disconnect();
    ann.text.insert(0, "start ");
    bob.text.insert(6, " end");
    ann.provider.connect();
    await ann.reads("start middle end");
    await bob.reads("start middle end");
  },

  async "y-websocket's provider speaks to the same room"(project) {
    const ann = await join(project, "main", "both");
    const doc = new Y.Doc();
    const options = { WebSocketPolyfill: WebSocket, disableBc: true };
    const bob = await joined(project, doc, new WebsocketProvider(`ws://${project.host}/parties/main`, "both", doc, options));
    ann.text.insert(0, "hello");
    await bob.reads("hello");
    bob.text.insert(5, "!");
    await ann.reads("hello!");
  },

  async "awareness: everybody sees who is there, and that somebody left or was lost"(project) {
    const [ann, bob, eve] = [await join(project, "main", "who"), await join(project, "main", "who"), await join(project, "main", "who")];
    const name = (client) => (states) => states.get(client.doc.clientID)?.name;
    ann.awareness.setLocalState({ name: "ann" });
    eve.awareness.setLocalState({ name: "eve", cursor: [1, 2] });
    await bob.aware("ann and eve", (states) => name(ann)(states) === "ann" && name(eve)(states) === "eve");
    const late = await join(project, "main", "who");
    await late.aware("ann at a late client", (states) => name(ann)(states) === "ann");
    ann.provider.destroy();
    await bob.aware("that ann left", (states) => !states.has(ann.doc.clientID));
    drop(eve);
    await bob.aware("that eve is lost", (states) => !states.has(eve.doc.clientID));
  },

  async "a snapshot: updates are records, merged when the last client leaves, there after a restart"(project) {
    const ann = await join(project, "snapshot", "doc");
    await write(project, "snapshot", "doc", ann, ["one ", "two ", "three"]);
    const record = (n) => `"v1"#"doc"#"update"#${String(n).padStart(9, "0")}#000`;
    const before = await stored(project, "snapshot", "doc");
    assert.deepEqual(before.map(({ key, type }) => ({ key, type })), [
      { key: record(0), type: "Uint8Array" },
      { key: record(1), type: "Uint8Array" },
      { key: record(2), type: "Uint8Array" },
      { key: '"v1_sv"#"doc"#000', type: "Uint8Array" },
    ]);
    ann.provider.destroy();
    const merged = await eventually("one record", async () => {
      const left = await updates(project, "snapshot", "doc");
      return left.length === 1 && left;
    });
    assert.equal(merged[0].key, record(3));
    await project.restart();
    assert.equal((await join(project, "snapshot", "doc")).text.toString(), "one two three");
  },

  async "history: records are kept up to maxUpdates, and there after a restart"(project) {
    const [few, many] = [await join(project, "history", "few"), await join(project, "history", "many")];
    await write(project, "history", "few", few, ["1", "2"]);
    await write(project, "history", "many", many, ["1", "2", "3", "4", "5"]);
    few.provider.destroy();
    many.provider.destroy();
    await eventually("one record of five", async () => (await updates(project, "history", "many")).length === 1);
    await project.restart();
    assert.equal((await updates(project, "history", "few")).length, 2);
    assert.equal((await join(project, "history", "few")).text.toString(), "12");
    assert.equal((await join(project, "history", "many")).text.toString(), "12345");
  },

  async "an update of 1.5 MB travels and is stored in pieces, and is there after a restart"(project) {
    const ann = await join(project, "snapshot", "large");
    const bob = await join(project, "snapshot", "large");
    const text = "0123456789".repeat(150_000);
    ann.text.insert(0, text);
    await bob.reads(text);
    const pieces = await eventually("the stored pieces", async () => {
      const records = await updates(project, "snapshot", "large");
      return records.length >= 12 && records;
    });
    assert.ok(pieces.every(({ size }) => size <= 131_072), JSON.stringify(pieces));
    project.disposeOfClients();
    await project.restart();
    assert.equal((await join(project, "snapshot", "large")).text.toString(), text);
  },

  async "load fills the document; the callback's URL is told once about a burst of edits"(project) {
    const { calls, listeners } = project.services;
    const ann = await join(project, "loader", "doc");
    assert.equal(ann.text.toString(), "loaded");
    for (const text of ["loaded!", "loaded!?", "loaded!?."]) {
      ann.text.insert(text.length - 1, text.at(-1));
      await eventually(`${text} at the server`, async () => (await atServer(project, "loader", "doc")).text === text);
    }
    await until("a callback", () => calls.length > 0, (look) => {
      listeners.add(look);
      return () => listeners.delete(look);
    });
    const body = { room: "doc", data: { text: { type: "Text", content: "loaded!?." } } };
    assert.deepEqual(calls, [{ path: "/doc", from: "the room", body }]);
  },

  async "the callback's handler gets the document"(project) {
    const watcher = await project.connect("/parties/handler/doc");
    const ann = await join(project, "handler", "doc");
    for (const letter of ["a", "b", "c"]) ann.text.insert(ann.text.length, letter);
    let message;
    do message = await watcher.next();
    while (typeof message !== "string");
    assert.equal(message, "called with abc");
  },

  async "unstable_getYDoc: requests read and change the live document"(project) {
    const ann = await join(project, "main", "live");
    ann.text.insert(0, "client");
    await eventually("the text at the server", async () => (await atServer(project, "main", "live")).text === "client");
    await project.request("/parties/main/live", { method: "POST", body: " and server" });
    await ann.reads("client and server");
    assert.deepEqual(await atServer(project, "main", "live"), { text: "client and server", map: {}, gc: true });
    assert.deepEqual(await atServer(project, "snapshot", "nobody"), { text: "", map: {}, gc: false });
  },

  async "readOnly: clients read and are not heard"(project) {
    await project.request("/parties/reader/doc", { method: "POST", body: "fixed" });
    const ann = await join(project, "reader", "doc");
    const bob = await join(project, "reader", "doc");
    assert.equal(ann.text.toString(), "fixed");
    ann.text.insert(0, "un");
    // Awareness still goes through, behind the update that does not.
    ann.awareness.setLocalState({ name: "ann" });
    await bob.aware("ann", (states) => states.get(ann.doc.clientID)?.name === "ann");
    assert.equal(bob.text.toString(), "fixed");
    assert.equal((await atServer(project, "reader", "doc")).text, "fixed");
  },
};

export default {
  library: "y-partykit",
  files: {
    "server.ts": room("{}"),
    "parties/snapshot.ts": room('{ persist: { mode: "snapshot" } }'),
    "parties/history.ts": room('{ persist: { mode: "history", maxUpdates: 3 } }'),
    "parties/loader.ts": room(loader),
    "parties/handler.ts": room(handler),
    "parties/reader.ts": room("{ readOnly: true }"),
  },
  services: callbacks,
  checks,
};
