// What a Workers isolate names besides the Web's APIs: the classes of its global object and of the events that the
// platform alone makes, and the pair of texts for a socket's automatic answers.

import { brand } from "partyrs:brand";
import { ExtendableEvent } from "partyrs:event_kinds";
import { EventTarget } from "partyrs:events";

/** A class of which users make no objects. */
function illegal() {
  throw new TypeError("Illegal constructor");
}

export class WorkerGlobalScope extends EventTarget {
  constructor() {
    illegal();
    super();
  }
  static [Symbol.hasInstance](value) { return value === globalThis; }
}

export class ServiceWorkerGlobalScope extends WorkerGlobalScope {}

// Handlers are exported by a module, so that no such event is ever dispatched.
export class FetchEvent extends ExtendableEvent {
  constructor() {
    illegal();
    super("fetch");
  }
}
export class ScheduledEvent extends ExtendableEvent {
  constructor() {
    illegal();
    super("scheduled");
  }
}
export class TailEvent extends ExtendableEvent {
  constructor() {
    illegal();
    super("tail");
  }
}
export class TraceEvent extends ExtendableEvent {
  constructor() {
    illegal();
    super("trace");
  }
}

/** What a hibernating socket answers to one text without waking its room. */
export class WebSocketRequestResponsePair {
  #request;
  #response;
  constructor(request, response) {
    if (arguments.length < 2) {
      throw new TypeError(
        `Failed to construct 'WebSocketRequestResponsePair': constructor parameter ${arguments.length + 1} is not of type 'string'.`,
      );
    }
    this.#request = String(request);
    this.#response = String(response);
  }
  get request() { return this.#request; }
  get response() { return this.#response; }
}

brand(
  WorkerGlobalScope, ServiceWorkerGlobalScope, FetchEvent, ScheduledEvent, TailEvent, TraceEvent,
  WebSocketRequestResponsePair,
);
