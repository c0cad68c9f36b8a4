// Async contexts: which AsyncLocalStorage stores the running code sees. The engine has no hook where an `await` goes
// on, so this builds one from what it has. Every job (promise reaction, microtask, resumed await) begins with no
// context (`between`), and gets its own in one of these ways:
// - Callbacks given to `then`, timers and queueMicrotask run in the context in which they were given: they are wrapped.
// - A resumed `await` comes directly after a job that names its context (`next`). That job is queued when the promise
//   that the engine makes for the await is fulfilled (the engine tells: `fulfilled`) or rejected (our wrapped `then`).
//   For the engine to make one even where a promise is awaited, promises must not look like its own: their
//   `constructor` is a proxy of its Promise, which is also what `Promise` means to user code.
// - The call of a foreign `then` runs in the context in which its promise was made (`before`, `after`).
// A name for a job that never comes would go to the next one, so every one of these names its own, "none" included.
// Not followed: an `await` of a foreign thenable that rejects without using a promise itself goes on with no context.
// Nothing of this is done in an isolate whose code does not name async_hooks: the host never calls `begin`.

import host from "partyrs:host";

const NativePromise = Promise;
const nativeThen = Promise.prototype.then;
const nativeQueue = queueMicrotask;

/** The context of the running code, a Map from storage to store that nobody changes; undefined for none. */
let current;
let next;
let active = false;
/** Promise → the context in which it was made. */
const contexts = new WeakMap();
const suspended = [];

export const isActive = () => active;
export const getContext = () => current;

/** The rest of this job runs in `context`. */
export function setContext(context) {
  current = context;
}

/** Calls `callback` in `context`. */
export function runIn(context, callback, self, args) {
  const previous = current;
  current = context;
  try {
    return callback.apply(self, args);
  } finally {
    current = previous;
  }
}

/** `callback`, to be called in the present context. */
export function bind(callback) {
  const context = current;
  if (typeof callback !== "function") return callback;
  return function (...args) {
    return runIn(context, callback, this, args);
  };
}

// --- called by the engine ------------------------------------------------------------------------------------------

export function made(promise) {
  contexts.set(promise, current);
}

export function fulfilled(promise) {
  announce(contexts.get(promise));
}

export function before(promise) {
  suspended.push(current);
  current = contexts.get(promise);
}

export function after() {
  current = suspended.pop();
}

export function between() {
  current = next;
  next = undefined;
}

export function enter() {
  current = next = undefined;
}

/** The job that is queued next will run in `context`. */
function announce(context) {
  nativeQueue(() => {
    next = context;
  });
}

// --- what user code sees -------------------------------------------------------------------------------------------

export function begin() {
  active = true;
  const proxy = new Proxy(NativePromise, {});
  define(globalThis, "Promise", proxy);
  define(NativePromise.prototype, "constructor", proxy);
  Object.defineProperty(NativePromise, Symbol.species, {
    get() {
      return this === proxy ? NativePromise : this;
    },
    configurable: true,
  });
  Object.defineProperty(NativePromise.prototype, "then", {
    get: () => thenIn(current),
    set(value) {
      define(this, "then", value);
    },
    configurable: true,
  });
  define(globalThis, "queueMicrotask", (callback) => nativeQueue(bind(callback)));
  for (const name of ["setTimeout", "setInterval"]) {
    const timer = (callback, ...rest) => host.load("timers")[name](bind(callback), ...rest);
    define(globalThis, name, Object.defineProperty(timer, "name", { value: name }));
  }
}

function thenIn(context) {
  return function then(onFulfilled, onRejected) {
    const rejected = typeof onRejected !== "function" ? onRejected : function (reason) {
      announce(context);
      return runIn(context, onRejected, this, [reason]);
    };
    const fulfilled = typeof onFulfilled !== "function" ? onFulfilled : function (value) {
      return runIn(context, onFulfilled, this, [value]);
    };
    return nativeThen.call(this, fulfilled, rejected);
  };
}

function define(target, name, value) {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
}
