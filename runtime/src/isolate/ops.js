// The JavaScript end of host operations: the promises that wait for an operation's number, and the one place
// that turns a host error into a JavaScript error. Does not know what any operation does.

const pending = new Map();

/** The promise of operation `id`, which a host function has just started. */
export function op(id) {
  return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
}

/** Called by the host: operation `id` ended. `failure` is undefined or [class, message]. */
export function settle(id, failure, value) {
  const waiting = pending.get(id);
  if (!waiting) return;
  pending.delete(id);
  if (failure) waiting.reject(hostError(failure[0], failure[1]));
  else waiting.resolve(value);
}

/** The error a host operation failed with: a built-in's name, or `DOMException:<name>`. */
export function hostError(kind, message) {
  if (kind.startsWith("DOMException:")) return new globalThis.DOMException(message, kind.slice(13));
  const constructors = { TypeError, RangeError };
  return new (constructors[kind] ?? Error)(message);
}

/** Called when the instance that waits is gone: nothing it started comes back to it. */
export function forgetAll() {
  pending.clear();
}
