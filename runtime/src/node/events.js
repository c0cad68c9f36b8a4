// node:events: EventEmitter with Node's order, errors and helpers. No domains, no warnings for many listeners.

import host from "partyrs:host";

const errorMonitor = Symbol("events.errorMonitor");
const captureRejectionSymbol = Symbol.for("nodejs.rejection");
const LISTENERS_MAX = 10;

export function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.init = function (options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
  }
  this._maxListeners ??= undefined;
  if (options?.captureRejections) this._capturesRejections = true;
};

/** The listeners of `type`, to be changed. */
const listOf = (emitter, type) => emitter._events?.[type];

function checkListener(listener) {
  if (typeof listener === "function") return;
  const shown = listener === null ? "null" : listener === undefined ? "undefined" : `type ${typeof listener}`;
  const error = new TypeError(`The "listener" argument must be of type function. Received ${shown}`);
  throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
}

function add(emitter, type, listener, prepend) {
  checkListener(listener);
  if (emitter._events === undefined) EventEmitter.init.call(emitter);
  if (emitter._events.newListener !== undefined) emitter.emit("newListener", type, listener.listener ?? listener);
  const list = emitter._events[type];
  if (list === undefined) {
    emitter._events[type] = [listener];
    emitter._eventsCount++;
  } else if (prepend) {
    list.unshift(listener);
  } else {
    list.push(listener);
  }
  return emitter;
}

function onceOf(emitter, type, listener) {
  checkListener(listener);
  let fired = false;
  const wrapped = function (...args) {
    if (fired) return undefined;
    fired = true;
    emitter.removeListener(type, wrapped);
    return listener.apply(emitter, args);
  };
  wrapped.listener = listener;
  return wrapped;
}

function unhandled(args) {
  const [cause] = args;
  if (cause instanceof Error) return cause;
  const error = new Error(`Unhandled error. (${host.load("inspect").inspect(cause)})`);
  return Object.assign(error, { code: "ERR_UNHANDLED_ERROR", context: cause });
}

function follow(emitter, type, args, result) {
  if (typeof result?.then !== "function") return;
  result.then(undefined, (error) => queueMicrotask(() => {
    const handler = emitter[captureRejectionSymbol];
    if (typeof handler === "function") handler.call(emitter, error, type, ...args);
    else emitter.emit("error", error);
  }));
}

const methods = {
  _events: undefined,
  _eventsCount: 0,
  _maxListeners: undefined,

  setMaxListeners(count) {
    if (!(typeof count === "number" && count >= 0)) {
      const shown = host.load("inspect").inspect(count);
      const error = new RangeError(`The value of "n" is out of range. It must be a non-negative number. Received ${shown}`);
      throw Object.assign(error, { code: "ERR_OUT_OF_RANGE" });
    }
    this._maxListeners = count;
    return this;
  },

  getMaxListeners() {
    return this._maxListeners ?? EventEmitter.defaultMaxListeners;
  },

  emit(type, ...args) {
    if (type === "error") {
      if (listOf(this, errorMonitor) !== undefined) this.emit(errorMonitor, ...args);
      if (listOf(this, "error") === undefined) throw unhandled(args);
    }
    const list = listOf(this, type);
    if (list === undefined) return false;
    for (const listener of list.slice()) {
      const result = listener.apply(this, args);
      if (this._capturesRejections) follow(this, type, args, result);
    }
    return true;
  },

  addListener(type, listener) {
    return add(this, type, listener, false);
  },

  prependListener(type, listener) {
    return add(this, type, listener, true);
  },

  once(type, listener) {
    return this.on(type, onceOf(this, type, listener));
  },

  prependOnceListener(type, listener) {
    return this.prependListener(type, onceOf(this, type, listener));
  },

  removeListener(type, listener) {
    checkListener(listener);
    const list = listOf(this, type);
    const at = list === undefined ? -1 : list.findLastIndex((one) => one === listener || one.listener === listener);
    if (at < 0) return this;
    list.splice(at, 1);
    if (list.length === 0) {
      delete this._events[type];
      this._eventsCount--;
    }
    if (this._events.removeListener !== undefined) this.emit("removeListener", type, listener);
    return this;
  },

  removeAllListeners(type) {
    if (this._events === undefined) return this;
    const types = type === undefined ? Reflect.ownKeys(this._events).sort((a) => (a === "removeListener" ? 1 : 0)) : [type];
    for (const each of types) {
      for (const listener of (listOf(this, each) ?? []).slice().reverse()) {
        this.removeListener(each, listener.listener ?? listener);
      }
    }
    return this;
  },

  listeners(type) {
    return (listOf(this, type) ?? []).map((listener) => listener.listener ?? listener);
  },

  rawListeners(type) {
    return (listOf(this, type) ?? []).slice();
  },

  listenerCount(type, listener) {
    const list = listOf(this, type) ?? [];
    return listener === undefined ? list.length : list.filter((one) => (one.listener ?? one) === listener).length;
  },

  eventNames() {
    return this._events === undefined ? [] : Reflect.ownKeys(this._events);
  },
};
Object.assign(EventEmitter.prototype, methods);
EventEmitter.prototype.on = EventEmitter.prototype.addListener;
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

function abortError(signal) {
  const error = new Error("The operation was aborted", { cause: signal.reason });
  return Object.assign(error, { name: "AbortError", code: "ABORT_ERR" });
}

/** Resolves with the arguments of the next `type`; rejects on `error`. */
export function once(emitter, type, { signal } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal));
    const target = typeof emitter.addEventListener === "function" && typeof emitter.on !== "function";
    const onEvent = (...args) => (done(), resolve(args));
    const onError = (error) => (done(), reject(error));
    const onAbort = () => (done(), reject(abortError(signal)));
    const done = () => {
      if (target) {
        emitter.removeEventListener(type, onEvent);
      } else {
        emitter.removeListener(type, onEvent);
        emitter.removeListener("error", onError);
      }
      signal?.removeEventListener("abort", onAbort);
    };
    if (target) {
      emitter.addEventListener(type, onEvent, { once: true });
    } else {
      emitter.once(type, onEvent);
      if (type !== "error") emitter.once("error", onError);
    }
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** All that `type` is emitted with, one after the other. */
export function on(emitter, type, { signal, close = [] } = {}) {
  const events = [];
  const waiting = [];
  let failure;
  let ended = false;
  const onEvent = (...args) => {
    const next = waiting.shift();
    if (next) next.resolve({ value: args, done: false });
    else events.push(args);
  };
  const onError = (error) => {
    const next = waiting.shift();
    if (next) next.reject(error);
    else failure = error;
    finish();
  };
  const onAbort = () => onError(abortError(signal));
  const finish = () => {
    ended = true;
    emitter.removeListener(type, onEvent);
    emitter.removeListener("error", onError);
    for (const name of close) emitter.removeListener(name, finish);
    signal?.removeEventListener("abort", onAbort);
    for (const next of waiting.splice(0)) next.resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };
  if (signal?.aborted) throw abortError(signal);
  emitter.on(type, onEvent);
  if (type !== "error") emitter.on("error", onError);
  for (const name of close) emitter.on(name, finish);
  signal?.addEventListener("abort", onAbort, { once: true });
  return {
    next() {
      if (events.length > 0) return Promise.resolve({ value: events.shift(), done: false });
      if (failure !== undefined) {
        const error = failure;
        failure = undefined;
        return Promise.reject(error);
      }
      if (ended) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return: finish,
    throw(error) {
      onError(error);
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function addAbortListener(signal, listener) {
  if (signal.aborted) queueMicrotask(() => listener());
  else signal.addEventListener("abort", listener, { once: true });
  return { [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: () => signal.removeEventListener("abort", listener) };
}

export default Object.assign(EventEmitter, {
  EventEmitter,
  once,
  on,
  addAbortListener,
  errorMonitor,
  captureRejectionSymbol,
  captureRejections: false,
  defaultMaxListeners: LISTENERS_MAX,
  usingDomains: false,
  listenerCount: (emitter, type) => emitter.listenerCount(type),
  getEventListeners: (emitter, type) => emitter.listeners(type),
  getMaxListeners: (emitter) => emitter.getMaxListeners?.() ?? LISTENERS_MAX,
  setMaxListeners: (count = LISTENERS_MAX, ...emitters) => {
    if (emitters.length === 0) EventEmitter.defaultMaxListeners = count;
    for (const emitter of emitters) emitter.setMaxListeners?.(count);
  },
});
