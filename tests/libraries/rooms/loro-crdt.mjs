// loro-crdt: a document that merges, by WebAssembly, in a room and in its clients.

import assert from "node:assert/strict";
import { LoroDoc } from "loro-crdt";

const server = `
import type * as Party from "partykit/server";
import { LoroDoc } from "loro-crdt/base64";

export default class Server implements Party.Server {
  doc = new LoroDoc();

  constructor(readonly room: Party.Room) {}

  async onStart() {
    const saved = await this.room.storage.get<Uint8Array>("doc");
    if (saved) this.doc.import(saved);
  }

  onConnect(connection: Party.Connection) {
    connection.send(this.doc.export({ mode: "snapshot" }));
  }

  async onMessage(message: ArrayBuffer, sender: Party.Connection) {
    const update = new Uint8Array(message);
    this.doc.import(update);
    await this.room.storage.put("doc", this.doc.export({ mode: "snapshot" }));
    this.room.broadcast(update, [sender.id]);
    sender.send("saved");
  }

  onRequest() {
    return Response.json(this.doc.toJSON());
  }
}
`;

/** A client's document, and how its edits are sent. */
async function join(project) {
  const socket = await project.connect("/party/doc");
  const doc = new LoroDoc();
  doc.import(await socket.next());
  const edit = (change) => {
    const from = doc.version();
    change(doc);
    doc.commit();
    socket.send(doc.export({ mode: "update", from }));
  };
  return { socket, doc, edit };
}

export default {
  library: "loro-crdt",
  files: { "server.ts": server },
  checks: {
    async "edits of two clients are merged, and kept over a restart"(project) {
      const ann = await join(project);
      ann.edit((doc) => doc.getText("text").insert(0, "world"));
      assert.equal(await ann.socket.next(), "saved");
      const bob = await join(project);
      bob.edit((doc) => {
        doc.getText("text").insert(0, "hello ");
        doc.getMap("map").set("by", ["bob"]);
      });
      assert.equal(await bob.socket.next(), "saved");
      ann.doc.import(await ann.socket.next());
      const merged = { text: "hello world", map: { by: ["bob"] } };
      assert.deepEqual([ann.doc.toJSON(), bob.doc.toJSON()], [merged, merged]);
      await project.restart();
      assert.deepEqual(await project.json("/party/doc"), merged);
    },
  },
};
