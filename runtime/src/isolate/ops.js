// The JavaScript end of host operations: the promises that wait for an operation's number, and the one place
// that turns a host error into a JavaScript error. Does not know what any operation does.

const pending = new Map();

/** The promise of operation `id`, which a host function has just started. */
export function op(id) {
  return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
}

/** Called by the host: operation `id` ended. `failure` is undefined or [the error's name, its message]. */
export function settle(id, failure, value) {
  const waiting = pending.get(id);
  if (!waiting) return;
  pending.delete(id);
  if (failure) waiting.reject(hostError(failure[0], failure[1]));
  else waiting.resolve(value);
}

function hostError(name, message) {
  if (name === "TypeError") return new TypeError(message);
  return name === "Error" ? new Error(message) : new DOMException(message, name);
}

/** Called when the instance that waits is gone: nothing it started comes back to it. */
export function forgetAll() {
  pending.clear();
}
