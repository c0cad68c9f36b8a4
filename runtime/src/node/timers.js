// node:timers and node:timers/promises. Timers are the platform's: numbers, without ref and unref.

const abortError = (signal) => Object.assign(new Error("The operation was aborted", { cause: signal.reason }), { name: "AbortError", code: "ABORT_ERR" });

/** Resolves with `value` when `start(resolve)` calls back; rejects when the signal aborts first. */
function waitFor(start, stop, value, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal));
    const onAbort = () => {
      stop(timer);
      reject(abortError(signal));
    };
    const timer = start(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve(value);
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

const promises = {
  setTimeout: (delay, value, options) =>
    waitFor((done) => globalThis.setTimeout(done, delay), (timer) => globalThis.clearTimeout(timer), value, options?.signal),
  setImmediate: (value, options) => promises.setTimeout(0, value, options),
  async *setInterval(delay, value, options) {
    for (;;) yield await promises.setTimeout(delay, value, options);
  },
  scheduler: {
    wait: (delay, options) => promises.setTimeout(delay, undefined, options),
    yield: () => promises.setTimeout(0),
  },
};

export default {
  setTimeout: (...args) => globalThis.setTimeout(...args),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
  setInterval: (...args) => globalThis.setInterval(...args),
  clearInterval: (timer) => globalThis.clearInterval(timer),
  setImmediate: (callback, ...args) => globalThis.setTimeout(callback, 0, ...args),
  clearImmediate: (timer) => globalThis.clearTimeout(timer),
  promises,
};
