// graphql-yoga: a room speaks GraphQL: queries, mutations, and subscriptions over server-sent events.

import assert from "node:assert/strict";

const server = `
import type * as Party from "partykit/server";
import { createPubSub, createSchema, createYoga } from "graphql-yoga";

export default class Server implements Party.Server {
  messages: { id: number; text: string }[] = [];
  events = createPubSub<{ said: [{ id: number; text: string }] }>();
  yoga = createYoga({
    graphqlEndpoint: "/party/:room",
    maskedErrors: false,
    schema: createSchema({
      typeDefs: \`
        type Message { id: Int! text: String! }
        type Query { messages(last: Int = 10): [Message!]! fails: Int }
        type Mutation { say(text: String!): Message! }
        type Subscription { said: Message! }
      \`,
      resolvers: {
        Query: {
          messages: (_: unknown, { last }: { last: number }) => this.messages.slice(-last),
          fails: () => {
            throw new Error("failed in a resolver");
          },
        },
        Mutation: {
          say: (_: unknown, { text }: { text: string }) => {
            const message = { id: this.messages.length, text };
            this.messages.push(message);
            this.events.publish("said", message);
            return message;
          },
        },
        Subscription: { said: { subscribe: () => this.events.subscribe("said"), resolve: (message: unknown) => message } },
      },
    }),
  });

  onRequest(request: Party.Request) {
    return this.yoga.fetch(request as unknown as Request);
  }
}
`;

/** The answer to a GraphQL request. */
async function ask(project, query, variables) {
  const headers = { "content-type": "application/json" };
  return (await project.request("/party/chat", { method: "POST", headers, body: JSON.stringify({ query, variables }) })).json();
}

export default {
  library: "graphql-yoga",
  files: { "server.ts": server },
  checks: {
    async "mutations change the room, queries read it"(project) {
      const say = "mutation ($text: String!) { say(text: $text) { id text } }";
      assert.deepEqual(await ask(project, say, { text: "one" }), { data: { say: { id: 0, text: "one" } } });
      await ask(project, say, { text: "two" });
      const query = new URLSearchParams({ query: "{ messages(last: 1) { id text } }" });
      assert.deepEqual(await project.json(`/party/chat?${query}`), { data: { messages: [{ id: 1, text: "two" }] } });
    },

    async "mistakes are answered as GraphQL errors"(project) {
      const unknown = await ask(project, "{ nothing }");
      assert.equal(unknown.errors[0].message, 'Cannot query field "nothing" on type "Query".');
      const { data, errors } = await ask(project, "{ fails }");
      assert.deepEqual({ data, said: errors.map(({ message, path }) => ({ message, path })) }, {
        data: { fails: null },
        said: [{ message: "failed in a resolver", path: ["fails"] }],
      });
    },

    async "a subscription hears what others say, as it happens"(project) {
      const query = new URLSearchParams({ query: "subscription { said { id text } }" });
      const abort = new AbortController();
      project.dispose(() => abort.abort());
      const stream = await project.request(`/party/chat?${query}`, { headers: { accept: "text/event-stream" }, signal: abort.signal });
      const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader();
      let heard = "";
      const hear = async (text) => {
        while (!heard.includes(text)) {
          const { done, value } = await reader.read();
          assert.ok(!done, `the stream ended: ${heard}`);
          heard += value;
        }
      };
      await hear(":\n\n");
      await ask(project, 'mutation { say(text: "heard") { id } }');
      await hear('data: {"data":{"said":{"id":2,"text":"heard"}}}');
      await ask(project, 'mutation { say(text: "again") { id } }');
      await hear('data: {"data":{"said":{"id":3,"text":"again"}}}');
    },
  },
};
