// The kinds of events that a room which only passes messages never makes: loaded when one of them is touched.
//
// Standard: DOM §2.4 (CustomEvent), HTML (CloseEvent, ErrorEvent, PromiseRejectionEvent), Service Workers (ExtendableEvent).

import { brand } from "partyrs:brand";
import { Event } from "partyrs:events";

/** Waiting work given to `waitUntil`; the host decides what waiting means. */
export class ExtendableEvent extends Event {
  #pending = [];
  waitUntil(promise) { this.#pending.push(promise); }
  /** All that was given to `waitUntil`. */
  static pendingOf(event) { return event.#pending; }
}

export class CustomEvent extends Event {
  #detail;
  constructor(type, options) {
    super(type, options);
    this.#detail = options?.detail ?? null;
  }
  get detail() { return this.#detail; }
}

export class CloseEvent extends Event {
  #code;
  #reason;
  #wasClean;
  constructor(type, options) {
    super(type, options);
    this.#code = (options?.code ?? 0) & 0xffff;
    this.#reason = String(options?.reason ?? "");
    this.#wasClean = !!options?.wasClean;
  }
  get code() { return this.#code; }
  get reason() { return this.#reason; }
  get wasClean() { return this.#wasClean; }
}

export class ErrorEvent extends Event {
  #options;
  constructor(type, options) {
    super(type, options);
    this.#options = { ...options };
  }
  get message() { return String(this.#options.message ?? ""); }
  get filename() { return String(this.#options.filename ?? ""); }
  get lineno() { return this.#options.lineno ?? 0; }
  get colno() { return this.#options.colno ?? 0; }
  get error() { return this.#options.error; }
}

export class PromiseRejectionEvent extends Event {
  #promise;
  #reason;
  constructor(type, options) {
    super(type, options);
    this.#promise = options?.promise;
    this.#reason = options?.reason;
  }
  get promise() { return this.#promise; }
  get reason() { return this.#reason; }
}

brand(CustomEvent, CloseEvent, ErrorEvent, PromiseRejectionEvent, ExtendableEvent);
