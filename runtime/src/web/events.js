// Events: Event, MessageEvent, EventTarget, and the global object's own listeners; the other kinds are `event_kinds.js`. Follows the DOM standard's
// dispatch for a tree of one node: there is no capture or bubble phase to walk. A listener that throws is
// reported and never stops the others. Deliberately not here: who fires which event.

import { brand } from "partyrs:brand";
import host from "partyrs:host";

/** Reports an error nobody caught; `where` says what was running. */
export function reportException(error, where) {
  if (host.reportException) host.reportException(error, where);
}

let listenersOf; // (target): its Map of listeners
let start; // (event, target): an event begins its dispatch
let finish; // (event): and ends it; whether nobody prevented the default
let stopped; // (event): whether stopImmediatePropagation was called
let trust; // (event): the platform itself made it
let enterPassive; // (event, boolean): whether preventDefault is ignored

// What an event is and goes through, as bits: one field is cheaper to make than eight.
const BUBBLES = 1, CANCELABLE = 2, COMPOSED = 4, DISPATCHING = 8, STOP = 16, STOP_NOW = 32, PREVENTED = 64, PASSIVE = 128,
  TRUSTED = 256;

export class Event {
  #type;
  #target = null;
  #state = 0;
  #time;

  constructor(type, options) {
    if (arguments.length === 0) {
      throw new TypeError("Failed to construct 'Event': constructor parameter 1 is not of type 'string'.");
    }
    this.#type = typeof type === "string" ? type : String(type);
    if (options) {
      this.#state = (options.bubbles ? BUBBLES : 0) | (options.cancelable ? CANCELABLE : 0) |
        (options.composed ? COMPOSED : 0);
    }
  }

  get type() { return this.#type; }
  get target() { return this.#target; }
  get srcElement() { return this.#target; }
  get currentTarget() { return this.#state & DISPATCHING ? this.#target : null; }
  get eventPhase() { return this.#state & DISPATCHING ? 2 : 0; }
  get bubbles() { return (this.#state & BUBBLES) !== 0; }
  get cancelable() { return (this.#state & CANCELABLE) !== 0; }
  get composed() { return (this.#state & COMPOSED) !== 0; }
  get defaultPrevented() { return (this.#state & PREVENTED) !== 0; }
  get returnValue() { return (this.#state & PREVENTED) === 0; }
  set returnValue(value) { if (!value) this.preventDefault(); }
  get isTrusted() { return (this.#state & TRUSTED) !== 0; }
  get timeStamp() { return (this.#time ??= Date.now()); }
  get cancelBubble() { return (this.#state & STOP) !== 0; }
  set cancelBubble(value) { if (value) this.#state |= STOP; }

  composedPath() { return this.#state & DISPATCHING ? [this.#target] : []; }
  stopPropagation() { this.#state |= STOP; }
  stopImmediatePropagation() { this.#state |= STOP | STOP_NOW; }
  preventDefault() {
    if ((this.#state & (CANCELABLE | PASSIVE)) === CANCELABLE) this.#state |= PREVENTED;
  }

  static {
    start = (event, target) => {
      if (event.#state & DISPATCHING) {
        throw new DOMException("The event is already being dispatched.", "InvalidStateError");
      }
      event.#state |= DISPATCHING;
      event.#target = target;
    };
    finish = (event) => {
      event.#state &= ~(DISPATCHING | STOP | STOP_NOW);
      return (event.#state & PREVENTED) === 0;
    };
    trust = (event) => {
      event.#state |= TRUSTED;
      return event;
    };
    stopped = (event) => (event.#state & STOP_NOW) !== 0;
    enterPassive = (event, passive) => {
      event.#state = passive ? event.#state | PASSIVE : event.#state & ~PASSIVE;
    };
  }
}

for (const [phase, value] of Object.entries({ NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 })) {
  Object.defineProperty(Event, phase, { value, enumerable: true });
  Object.defineProperty(Event.prototype, phase, { value, enumerable: true });
}

export class MessageEvent extends Event {
  #data;
  #options; // as given; the rest of them is rarely asked for
  constructor(type, options) {
    super(type, options);
    this.#data = options?.data ?? null;
    this.#options = options;
  }
  get data() { return this.#data; }
  get origin() { return this.#options?.origin ?? null; }
  get lastEventId() { return this.#options?.lastEventId ?? ""; }
  get source() { return this.#options?.source ?? null; }
  get ports() { return this.#options?.ports ?? []; }
}

const isCapture = (options) => (typeof options === "boolean" ? options : !!options?.capture);

export class EventTarget {
  #listeners = null; // Map of type → array of listeners, in order; an array is replaced, never changed

  addEventListener(type, callback, options) {
    const listeners = listenersOf(this);
    const isDictionary = typeof options === "object" && options !== null;
    const capture = isCapture(options);
    const once = isDictionary && !!options.once;
    const passive = isDictionary && !!options.passive;
    const signal = isDictionary ? options.signal : undefined;
    if (signal !== undefined && typeof signal?.addEventListener !== "function") {
      throw new TypeError("Incorrect type for the 'signal' field on 'AddEventListenerOptions': it is no AbortSignal.");
    }
    if (callback === null || callback === undefined) return;
    if (typeof callback !== "function" && typeof callback !== "object") {
      throw new TypeError(
        "Failed to execute 'addEventListener' on 'EventTarget': parameter 2 is not of type 'function or HandlerObject'.",
      );
    }
    if (signal?.aborted) return;
    type = String(type);
    const present = listeners.get(type) ?? [];
    if (present.some((one) => one.callback === callback && one.capture === capture)) return;
    listeners.set(type, [...present, { callback, capture, once, passive, removed: false }]);
    signal?.addEventListener("abort", () => this.removeEventListener(type, callback, capture), { once: true });
  }

  removeEventListener(type, callback, options) {
    const listeners = listenersOf(this);
    type = String(type);
    const capture = isCapture(options);
    const present = listeners.get(type);
    const found = present?.find((one) => one.callback === callback && one.capture === capture);
    if (!found) return;
    found.removed = true;
    listeners.set(type, present.filter((one) => one !== found));
  }

  dispatchEvent(event) {
    if (!(event instanceof Event)) {
      throw new TypeError(
        "Failed to execute 'dispatchEvent' on 'EventTarget': parameter 1 is not of type 'Event'.",
      );
    }
    const target = this ?? globalThis;
    start(event, target);
    const present = listenersOf(target).get(event.type);
    if (present) {
      for (let i = 0; i < present.length && !stopped(event); i++) call(target, event, present[i]);
    }
    return finish(event);
  }

  static {
    const global = new Map();
    listenersOf = (target) => {
      if (target === undefined || target === globalThis) return global;
      return (target.#listeners ??= new Map());
    };
  }
}

function call(target, event, listener) {
  if (listener.removed) return;
  if (listener.once) target.removeEventListener(event.type, listener.callback, listener.capture);
  const { callback } = listener;
  if (listener.passive) enterPassive(event, true);
  try {
    if (typeof callback === "function") callback.call(target, event);
    else callback.handleEvent(event);
  } catch (error) {
    reportException(error, `the \`${event.type}\` listener`);
  }
  if (listener.passive) enterPassive(event, false);
}

export { trust as trusted };

/** Whether anything listens to `type` on `target`: a sender may skip making the event. */
export function hasListeners(target, type) {
  return !!listenersOf(target).get(type)?.length;
}

function prepend(target, type, handler) {
  const listeners = listenersOf(target);
  const first = { callback: handler, capture: false, once: false, passive: false, removed: false };
  listeners.set(type, [first, ...(listeners.get(type) ?? [])]);
}

/** Gives `prototype` the attribute `on<type>`: a listener that is called before all others, as workerd has it. */
export function defineHandler(prototype, type) {
  const handlers = new WeakMap();
  Object.defineProperty(prototype, `on${type}`, {
    get() { return handlers.get(this)?.callback ?? null; },
    set(callback) {
      const usable = typeof callback === "function" || (typeof callback === "object" && callback !== null);
      let handler = handlers.get(this);
      if (!handler && !usable) return;
      if (!handler) {
        handler = { callback: null, handleEvent: (event) => handler.callback?.call(this, event) };
        handlers.set(this, handler);
      }
      if (!usable) this.removeEventListener(type, handler);
      else if (!handler.callback) prepend(this, type, handler);
      handler.callback = usable ? callback : null;
    },
    enumerable: true,
    configurable: true,
  });
}

/** Tells of a rejection that nobody handled; whether a listener prevents its report. */
function rejected(promise, reason) {
  const { PromiseRejectionEvent } = host.load("event_kinds");
  return !dispatchEvent(new PromiseRejectionEvent("unhandledrejection", { promise, reason, cancelable: true }));
}

/** The global object's own. */
export function addEventListener(type, callback, options) {
  EventTarget.prototype.addEventListener.call(globalThis, type, callback, options);
  if (String(type) === "unhandledrejection") host.onUnhandledRejection(rejected);
}
export function removeEventListener(type, callback, options) {
  EventTarget.prototype.removeEventListener.call(globalThis, type, callback, options);
}
export function dispatchEvent(event) {
  return EventTarget.prototype.dispatchEvent.call(globalThis, event);
}

brand(Event, MessageEvent, EventTarget);
