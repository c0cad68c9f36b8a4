// What becomes of an exception that nobody catches outside a handler: it is reported and stops nothing.
//
// Standard: HTML §8.1.4.6 (reportError), without the global `error` event.

import host from "partyrs:host";

/** Reports `error`, thrown while `handler` ran. Without a reporter it is left as a rejection that nobody handles. */
export function report(error, handler) {
  if (host.reportException) host.reportException(error, handler);
  else Promise.reject(error);
}

export function reportError(error) {
  if (arguments.length === 0) throw new TypeError("reportError needs a value");
  report(error, "reportError");
}
