// @automerge/automerge: a document that merges, by WebAssembly, in a room and in its clients.

import assert from "node:assert/strict";
import * as Automerge from "@automerge/automerge";

const server = `
import type * as Party from "partykit/server";
import * as Automerge from "@automerge/automerge";

type Doc = { title: string; todos: string[] };

export default class Server implements Party.Server {
  doc!: Automerge.Doc<Doc>;

  constructor(readonly room: Party.Room) {}

  async onStart() {
    const saved = await this.room.storage.get<Uint8Array>("doc");
    this.doc = saved ? Automerge.load<Doc>(saved) : Automerge.from<Doc>({ title: "new", todos: [] });
  }

  onConnect(connection: Party.Connection) {
    connection.send(Automerge.save(this.doc));
  }

  async onMessage(message: ArrayBuffer, sender: Party.Connection) {
    const before = this.doc;
    [this.doc] = Automerge.applyChanges(before, [new Uint8Array(message)]);
    await this.room.storage.put("doc", Automerge.save(this.doc));
    for (const change of Automerge.getChanges(before, this.doc)) this.room.broadcast(change, [sender.id]);
    sender.send("saved");
  }

  onRequest() {
    return Response.json(this.doc);
  }
}
`;

const change = (client, doc, edit) => {
  const next = Automerge.change(doc, edit);
  client.send(Automerge.getLastLocalChange(next));
  return next;
};

export default {
  library: "@automerge/automerge",
  files: { "server.ts": server },
  checks: {
    async "edits of two clients are merged, and kept over a restart"(project) {
      const ann = await project.connect("/party/doc");
      const bob = await project.connect("/party/doc");
      let [annDoc, bobDoc] = [Automerge.load(await ann.next()), Automerge.load(await bob.next())];
      annDoc = change(ann, annDoc, (doc) => doc.todos.push("from ann"));
      assert.equal(await ann.next(), "saved");
      [bobDoc] = Automerge.applyChanges(bobDoc, [await bob.next()]);
      bobDoc = change(bob, bobDoc, (doc) => {
        doc.title = "shared";
        doc.todos.unshift("from bob");
      });
      assert.equal(await bob.next(), "saved");
      [annDoc] = Automerge.applyChanges(annDoc, [await ann.next()]);
      const merged = { title: "shared", todos: ["from bob", "from ann"] };
      assert.deepEqual([annDoc, bobDoc], [merged, merged]);
      await project.restart();
      assert.deepEqual(await project.json("/party/doc"), merged);
    },
  },
};
