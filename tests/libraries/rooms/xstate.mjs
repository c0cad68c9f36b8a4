// xstate: a room is a state machine, with delayed transitions, and survives a restart.

import assert from "node:assert/strict";

const server = `
import type * as Party from "partykit/server";
import { assign, createActor, fromPromise, setup } from "xstate";

const round = setup({
  types: {} as { context: { players: string[]; winner?: string }; events: { type: "join"; name: string } | { type: "start" } },
  actors: {
    draw: fromPromise(async ({ input }: { input: string[] }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return input[input.length - 1];
    }),
  },
  guards: { enough: ({ context }) => context.players.length > 1 },
}).createMachine({
  context: { players: [] },
  initial: "lobby",
  states: {
    lobby: {
      on: {
        join: { actions: assign({ players: ({ context, event }) => [...context.players, event.name] }) },
        start: { guard: "enough", target: "countdown" },
      },
    },
    countdown: { after: { 20: "drawing" } },
    drawing: {
      invoke: {
        src: "draw",
        input: ({ context }) => context.players,
        onDone: { target: "over", actions: assign({ winner: ({ event }) => event.output }) },
      },
    },
    over: { type: "final" },
  },
});

export default class Server implements Party.Server {
  actor: any;

  constructor(readonly room: Party.Room) {}

  async onStart() {
    const snapshot: any = await this.room.storage.get("snapshot");
    this.actor = createActor(round, { snapshot });
    this.actor.subscribe((state: any) => {
      this.room.storage.put("snapshot", JSON.parse(JSON.stringify(this.actor.getPersistedSnapshot())));
      this.room.broadcast(JSON.stringify({ state: state.value, ...state.context }));
    });
    this.actor.start();
  }

  onMessage(message: string) {
    this.actor.send(JSON.parse(message));
  }

  onRequest() {
    const { value, context, status } = this.actor.getSnapshot();
    return Response.json({ state: value, ...context, status });
  }
}
`;

export default {
  library: "xstate",
  files: { "server.ts": server },
  checks: {
    async "events, guards, delays and promises move the machine on"(project) {
      const client = await project.connect("/party/game");
      client.sendJson({ type: "join", name: "ann" });
      assert.deepEqual(await client.nextJson(), { state: "lobby", players: ["ann"] });
      client.sendJson({ type: "start" });
      assert.deepEqual(await client.nextJson(), { state: "lobby", players: ["ann"] });
      client.sendJson({ type: "join", name: "bob" });
      assert.deepEqual(await client.nextJson(), { state: "lobby", players: ["ann", "bob"] });
      client.sendJson({ type: "start" });
      const seen = [];
      while (seen.at(-1)?.state !== "over") seen.push(await client.nextJson());
      const players = ["ann", "bob"];
      assert.deepEqual(seen, [
        { state: "countdown", players },
        { state: "drawing", players },
        { state: "over", players, winner: "bob" },
      ]);
    },

    async "the machine goes on after a restart where it was"(project) {
      const client = await project.connect("/party/kept");
      client.sendJson({ type: "join", name: "ann" });
      await client.next();
      await project.restart();
      assert.deepEqual(await project.json("/party/kept"), { state: "lobby", players: ["ann"], status: "active" });
      const { status, winner } = await project.json("/party/game");
      assert.deepEqual({ status, winner }, { status: "done", winner: "bob" });
    },
  },
};
