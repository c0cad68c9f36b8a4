// immer: a state that is changed by drafts; clients are sent the patches.

import assert from "node:assert/strict";
import { applyPatches, enablePatches } from "immer";

const server = `
import type * as Party from "partykit/server";
import { enableMapSet, enablePatches, produceWithPatches } from "immer";

enablePatches();
enableMapSet();

interface State {
  todos: { text: string; done: boolean }[];
  voters: Set<string>;
}

export default class Server implements Party.Server {
  state: State = { todos: [], voters: new Set() };

  constructor(readonly room: Party.Room) {}

  onMessage(message: string, sender: Party.Connection) {
    const { add, check } = JSON.parse(message);
    const before = this.state;
    const [next, patches] = produceWithPatches(before, (draft) => {
      draft.voters.add(sender.id);
      if (add) draft.todos.push({ text: add, done: false });
      if (check !== undefined) draft.todos[check].done = true;
    });
    this.state = next;
    const shared = next.todos[0] === before.todos[0];
    this.room.broadcast(JSON.stringify({ patches, shared, frozen: Object.isFrozen(next.todos) }));
  }
}
`;

export default {
  library: "immer",
  files: { "server.ts": server },
  checks: {
    async "patches keep a client's copy in step"(project) {
      enablePatches();
      const client = await project.connect("/party/immer?_pk=ann");
      let copy = { todos: [] };
      const change = async (command) => {
        client.sendJson(command);
        const { patches, ...rest } = await client.nextJson();
        copy = applyPatches(copy, patches.filter(({ path }) => path[0] !== "voters"));
        return { ...rest, voters: patches.filter(({ path }) => path[0] === "voters").map(({ op, value }) => `${op} ${value}`) };
      };
      assert.deepEqual(await change({ add: "write" }), { shared: false, frozen: true, voters: ["add ann"] });
      assert.deepEqual(await change({ add: "read" }), { shared: true, frozen: true, voters: [] });
      assert.deepEqual(await change({ check: 1 }), { shared: true, frozen: true, voters: [] });
      assert.deepEqual(copy, { todos: [{ text: "write", done: false }, { text: "read", done: true }] });
    },
  },
};
