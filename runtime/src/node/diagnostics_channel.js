// node:diagnostics_channel: named channels between a library and those who watch it. A subscriber that throws is
// reported and stops nothing.

import { report } from "partyrs:report";
import { runIn, getContext } from "partyrs:node/async_context";

const channels = new Map();

export class Channel {
  #subscribers = [];
  #stores = new Map();

  constructor(name) {
    this.name = name;
  }

  get hasSubscribers() {
    return this.#subscribers.length > 0 || this.#stores.size > 0;
  }

  subscribe(subscriber) {
    if (typeof subscriber !== "function") {
      const error = new TypeError('The "subscription" argument must be of type function.');
      throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
    }
    this.#subscribers = [...this.#subscribers, subscriber];
  }

  unsubscribe(subscriber) {
    const at = this.#subscribers.indexOf(subscriber);
    if (at >= 0) this.#subscribers = this.#subscribers.toSpliced(at, 1);
    return at >= 0;
  }

  publish(message) {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(message, this.name);
      } catch (error) {
        report(error, "a diagnostics channel");
      }
    }
  }

  bindStore(store, transform = (data) => data) {
    this.#stores.set(store, transform);
  }

  unbindStore(store) {
    return this.#stores.delete(store);
  }

  runStores(data, callback, self, ...args) {
    const context = new Map(getContext());
    for (const [store, transform] of this.#stores) context.set(store, transform(data));
    return runIn(this.#stores.size > 0 ? context : getContext(), () => {
      this.publish(data);
      return callback.apply(self, args);
    });
  }
}

export function channel(name) {
  if (typeof name !== "string" && typeof name !== "symbol") {
    const error = new TypeError('The "channel" argument must be one of type string or symbol.');
    throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
  }
  if (!channels.has(name)) channels.set(name, new Channel(name));
  return channels.get(name);
}

const PHASES = ["start", "end", "asyncStart", "asyncEnd", "error"];

class TracingChannel {
  constructor(from) {
    for (const phase of PHASES) {
      this[phase] = typeof from === "string" ? channel(`tracing:${from}:${phase}`) : from[phase];
    }
  }

  get hasSubscribers() {
    return PHASES.some((phase) => this[phase].hasSubscribers);
  }

  subscribe(handlers) {
    for (const phase of PHASES) if (handlers[phase]) this[phase].subscribe(handlers[phase]);
  }

  unsubscribe(handlers) {
    return PHASES.filter((phase) => handlers[phase] && !this[phase].unsubscribe(handlers[phase])).length === 0;
  }

  traceSync(callback, context = {}, self, ...args) {
    return this.start.runStores(context, () => {
      try {
        context.result = callback.apply(self, args);
        return context.result;
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  tracePromise(callback, context = {}, self, ...args) {
    const settle = (key, value) => {
      context[key] = value;
      if (key === "error") this.error.publish(context);
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    return this.start.runStores(context, () => {
      try {
        return Promise.resolve(callback.apply(self, args)).then(
          (value) => (settle("result", value), value),
          (error) => {
            settle("error", error);
            throw error;
          },
        );
      } finally {
        this.end.publish(context);
      }
    });
  }
}

export default {
  Channel,
  channel,
  hasSubscribers: (name) => channels.get(name)?.hasSubscribers ?? false,
  subscribe: (name, subscriber) => channel(name).subscribe(subscriber),
  unsubscribe: (name, subscriber) => channel(name).unsubscribe(subscriber),
  tracingChannel: (from) => new TracingChannel(from),
};
