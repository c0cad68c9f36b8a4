// lodash: the whole library in one bundle, timers included.

import assert from "node:assert/strict";

const server = `
import type * as Party from "partykit/server";
import _ from "lodash";

export default class Server implements Party.Server {
  changes = 0;
  save = _.debounce(() => this.room.broadcast("saved after " + this.changes), 30);

  constructor(readonly room: Party.Room) {}

  onMessage() {
    this.changes += 1;
    this.save();
  }

  onRequest() {
    const people = [{ name: "ann", team: "a" }, { name: "bob", team: "b" }, { name: "eve", team: "a" }];
    const copy = _.cloneDeep({ at: new Date(0), seen: new Map([["a", new Set([1])]]), bytes: new Uint8Array([1, 2]) });
    return Response.json({
      teams: _.mapValues(_.groupBy(people, "team"), (team) => _.map(team, "name")),
      ordered: _.orderBy(people, ["team", "name"], ["desc", "asc"]).map(({ name }) => name),
      merged: _.merge({ a: { b: [1, 2] } }, { a: { b: [3], c: 4 } }),
      equal: _.isEqual(copy, { at: new Date(0), seen: new Map([["a", new Set([1])]]), bytes: new Uint8Array([1, 2]) }),
      chunks: _.chunk(_.range(5), 2),
      cased: [_.camelCase("Foo bar-baz"), _.kebabCase("fooBar"), _.deburr("déjà vu"), _.words("🎉 party")],
      greeting: _.template("Hello <%- name %>!<% if (late) { %> Late.<% } %>")({ name: "<ann>", late: true }),
      picked: _.pick(_.set({}, "a[0].b.c", 1), ["a[0].b"]),
    });
  }
}
`;

export default {
  library: "lodash",
  files: { "server.ts": server },
  checks: {
    async "collections, objects, texts and templates"(project) {
      assert.deepEqual(await project.json("/party/lodash"), {
        teams: { a: ["ann", "eve"], b: ["bob"] },
        ordered: ["bob", "ann", "eve"],
        merged: { a: { b: [3, 2], c: 4 } },
        equal: true,
        chunks: [[0, 1], [2, 3], [4]],
        cased: ["fooBarBaz", "foo-bar", "deja vu", ["🎉", "party"]],
        greeting: "Hello &lt;ann&gt;! Late.",
        picked: { a: [{ b: { c: 1 } }] },
      });
    },

    async "debounce runs once for a burst of messages"(project) {
      const client = await project.connect("/party/lodash");
      for (let i = 0; i < 5; i += 1) client.send("change");
      assert.equal(await client.next(), "saved after 5");
      client.send("change");
      assert.equal(await client.next(), "saved after 6");
    },
  },
};
