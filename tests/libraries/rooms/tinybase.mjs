// tinybase: its PartyKit server and persister; stores of two clients stay the same, and the room keeps them.

import assert from "node:assert/strict";
import PartySocket from "partysocket";
import { createStore } from "tinybase";
import { createPartyKitPersister } from "tinybase/persisters/persister-partykit-client";
import WebSocket from "ws";
import { eventually, until } from "../lib/wait.mjs";

const server = `
import { TinyBasePartyKitServer } from "tinybase/persisters/persister-partykit-server";

export default class Server extends TinyBasePartyKitServer {
  async canSetCell(tableId: string, rowId: string, cellId: string, cell: unknown) {
    return cell !== "not this";
  }
}
`;

/** A client with a store that is kept in step with the room's. */
async function join(project, room, content) {
  const store = createStore();
  const socket = new PartySocket({ host: project.host, room, WebSocket });
  project.dispose(() => socket.close());
  const persister = createPartyKitPersister(store, socket, "http");
  project.dispose(() => persister.destroy());
  await persister.startAutoLoad(content);
  await persister.startAutoSave();
  await until("the socket", () => socket.readyState === 1, (look) => socket.addEventListener("open", look));
  return store;
}

/** Waits until the store has this content. */
async function has(store, content) {
  const same = () => JSON.stringify(store.getContent()) === JSON.stringify(content);
  let listener;
  await until(JSON.stringify(content), same, (look) => {
    listener = [store.addTablesListener(look), store.addValuesListener(look)];
    return () => listener.forEach((id) => store.delListener(id));
  });
}

const pets = { pets: { fido: { kind: "dog", sold: false } } };

export default {
  library: "tinybase",
  files: { "server.ts": server },
  checks: {
    async "what one client sets, the other has"(project) {
      const ann = await join(project, "shop", [pets, { open: true }]);
      const bob = await join(project, "shop");
      await has(bob, [pets, { open: true }]);
      bob.setCell("pets", "fido", "sold", true);
      bob.setRow("pets", "felix", { kind: "cat" });
      const both = { pets: { fido: { kind: "dog", sold: true }, felix: { kind: "cat" } } };
      await has(ann, [both, { open: true }]);
      ann.delRow("pets", "fido").setValue("open", false);
      await has(bob, [{ pets: { felix: { kind: "cat" } } }, { open: false }]);
    },

    async "the server may refuse a cell"(project) {
      const ann = await join(project, "refused", [pets, {}]);
      const bob = await join(project, "refused");
      ann.setCell("pets", "fido", "kind", "not this");
      ann.setCell("pets", "fido", "sold", true);
      await has(bob, [{ pets: { fido: { kind: "dog", sold: true } } }, {}]);
    },

    async "the room has the store after a restart"(project) {
      const ann = await join(project, "kept", [pets, { open: true }]);
      ann.setValue("open", false);
      const stored = async () => {
        const text = await (await project.request("/parties/main/kept/store")).text();
        return text.includes("false]") || text.includes('"open":false') ? text : undefined;
      };
      const before = await eventually("the change in the room's storage", stored);
      assert.deepEqual(JSON.parse(before), [pets, { open: false }]);
      project.disposeOfClients();
      await project.restart();
      await has(await join(project, "kept"), [pets, { open: false }]);
    },
  },
};
