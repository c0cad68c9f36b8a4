// stripe: webhooks are believed only with Stripe's signature, and the API is called by fetch.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import Stripe from "stripe";

const SECRET = "whsec_of_the_test";

const server = `
import type * as Party from "partykit/server";
import Stripe from "stripe";

export default class Server implements Party.Server {
  stripe: Stripe;

  constructor(readonly room: Party.Room) {
    const { STRIPE_HOST: host, STRIPE_PORT: port } = room.env as Record<string, string>;
    this.stripe = new Stripe("sk_test_mock", { host, port, protocol: "http", maxNetworkRetries: 0 });
  }

  async onRequest(request: Party.Request) {
    const signature = request.headers.get("stripe-signature") ?? "";
    try {
      const event = await this.stripe.webhooks.constructEventAsync(await request.text(), signature, "${SECRET}");
      this.room.broadcast(event.type);
      const customer = await this.stripe.customers.create({ email: "ann@example.com", metadata: { room: this.room.id } });
      return Response.json({ event: event.id, customer: customer.id });
    } catch (error) {
      return Response.json({ type: (error as Stripe.errors.StripeError).type }, { status: 400 });
    }
  }
}
`;

/** What is asked of the API, by a server that answers with a customer. */
async function mockApi() {
  const asked = [];
  const api = createServer(async (request, response) => {
    asked.push([request.method, request.url, request.headers.authorization, await text(request)]);
    response.setHeader("content-type", "application/json").end(JSON.stringify({ id: "cus_1", object: "customer" }));
  });
  await new Promise((resolve) => api.listen(0, "127.0.0.1", resolve));
  const close = () => api.close();
  return { asked, close, vars: { STRIPE_HOST: "127.0.0.1", STRIPE_PORT: String(api.address().port) } };
}

export default {
  library: "stripe",
  files: { "server.ts": server },
  services: mockApi,
  checks: {
    async "a signed webhook reaches the room's clients, and the API is asked"(project) {
      const client = await project.connect("/party/pay");
      const payload = JSON.stringify({ id: "evt_1", object: "event", type: "invoice.paid", data: {} });
      const signature = new Stripe("sk_test_mock").webhooks.generateTestHeaderString({ payload, secret: SECRET });
      const headers = { "stripe-signature": signature };
      const answer = await project.request("/party/pay", { method: "POST", body: payload, headers });
      assert.deepEqual(await answer.json(), { event: "evt_1", customer: "cus_1" });
      assert.equal(await client.next(), "invoice.paid");
      const asked = ["POST", "/v1/customers", "Bearer sk_test_mock", "email=ann%40example.com&metadata[room]=pay"];
      assert.deepEqual(project.services.asked, [asked]);
    },

    async "another's webhook is refused"(project) {
      const headers = { "stripe-signature": "t=1,v1=00" };
      const answer = await project.request("/party/pay", { method: "POST", body: "{}", headers });
      assert.deepEqual([answer.status, await answer.json()], [400, { type: "StripeSignatureVerificationError" }]);
    },
  },
};
