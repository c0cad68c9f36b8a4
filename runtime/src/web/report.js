// What becomes of an exception that nobody catches outside a handler: the global object's `error` listeners hear of
// it; unless one prevents that, it is reported and stops nothing.
//
// Standard: HTML §8.1.4.6 (reportError).

import { dispatchEvent, hasListeners, reportException } from "partyrs:events";
import host from "partyrs:host";

/** Whether the global object's listeners are being told: an exception of theirs is only reported. */
let telling = false;

/** Reports `error`, thrown while `handler` ran. Without a reporter it is left as a rejection that nobody handles. */
export function report(error, handler) {
  if (!telling && hasListeners(globalThis, "error")) {
    telling = true;
    try {
      if (!dispatchEvent(eventOf(error))) return;
    } finally {
      telling = false;
    }
  }
  if (host.reportException) reportException(error, handler);
  else Promise.reject(error);
}

function eventOf(error) {
  const isError = error instanceof Error;
  const [, filename = "", lineno = 0, colno = 0] = (isError && /\(?([^\s()]+):(\d+):(\d+)\)?/.exec(error.stack)) || [];
  const message = `Uncaught ${isError ? String(error) : error}`;
  const { ErrorEvent } = host.load("event_kinds");
  return new ErrorEvent("error", { message, filename, lineno: Number(lineno), colno: Number(colno), error, cancelable: true });
}

export function reportError(error) {
  if (arguments.length === 0) throw new TypeError("reportError needs a value");
  report(error, "reportError");
}
