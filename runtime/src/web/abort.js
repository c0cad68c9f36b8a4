// AbortController and AbortSignal, as the DOM standard has them. A signal aborts once and for ever. Does not stop
// anything itself: whoever takes a signal listens to it.

import { brand } from "partyrs:brand";
import { EventTarget, Event, defineHandler, trusted } from "partyrs:events";

const MAKING = Symbol("making a signal");
let abortNow; // (signal, reason)
let follow; // (signal, source): signal aborts when source does
let fire; // (signal)

export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  #followers = null;
  #sources = null; // those it follows, none of which follows another

  constructor(making) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
    super();
  }

  get aborted() { return this.#aborted; }
  get reason() { return this.#reason; }
  throwIfAborted() { if (this.#aborted) throw this.#reason; }

  static abort(reason) {
    const signal = new AbortSignal(MAKING);
    abortNow(signal, reason);
    return signal;
  }

  static timeout(milliseconds) {
    const signal = new AbortSignal(MAKING);
    const expire = () =>
      abortNow(signal, new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    setTimeout(expire, milliseconds);
    return signal;
  }

  static any(signals) {
    const signal = new AbortSignal(MAKING);
    const sources = [...signals];
    const aborted = sources.find((source) => source.aborted);
    if (aborted) abortNow(signal, aborted.reason);
    else for (const source of sources) follow(signal, source);
    return signal;
  }

  static {
    abortNow = (signal, reason) => {
      if (signal.#aborted) return;
      signal.#aborted = true;
      signal.#reason = reason === undefined
        ? new DOMException("The operation was aborted", "AbortError")
        : reason;
      const followers = (signal.#followers ?? []).filter((follower) => !follower.#aborted);
      signal.#followers = null;
      // All know before the first of them is told.
      for (const follower of followers) {
        follower.#aborted = true;
        follower.#reason = signal.#reason;
      }
      fire(signal);
      followers.forEach(fire);
    };
    fire = (signal) => signal.dispatchEvent(trusted(new Event("abort")));
    follow = (signal, source) => {
      signal.#sources ??= [];
      for (const one of source.#sources ?? [source]) {
        if (signal.#sources.includes(one)) continue;
        signal.#sources.push(one);
        (one.#followers ??= []).push(signal);
      }
    };
  }
}
defineHandler(AbortSignal.prototype, "abort");

export class AbortController {
  #signal = new AbortSignal(MAKING);
  get signal() { return this.#signal; }
  abort(reason) { abortNow(this.#signal, reason); }
}

/** A signal nobody has a controller for: it never aborts. */
export const neverAborted = () => new AbortSignal(MAKING);

brand(AbortSignal, AbortController);
