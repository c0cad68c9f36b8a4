// Timers: setTimeout, setInterval, their clear functions and scheduler.wait. They fire in the order they are due,
// one in each turn of the isolate, so that promises settle in between. Each has one timer of the host; which of
// those that are due comes first does not matter. A callback that throws is reported and stops nothing. Refuses
// strings as code.
//
// Standard: HTML §8.7, without clamping nested timers, and delays of more than 32 bits are waited for, as on workerd;
// scheduler.wait is Cloudflare's.

import host from "partyrs:host";
import { report } from "partyrs:report";

/** The longest delay, in ms: ten years, which no process sees the end of. */
const DELAY_MAX = 10 * 365 * 86_400_000;

/** All that wait, in the order they are due; in the order they were made where that is the same. */
const queue = [];
/** What user code holds → the timer. */
const timers = new Map();
/** The host's number → the timer. */
const started = new Map();
let lastId = 0;

export function setTimeout(callback, delay, ...args) {
  return add(callback, delay, args, false);
}

export function setInterval(callback, delay, ...args) {
  return add(callback, delay, args, true);
}

export function clearTimeout(id) {
  const timer = timers.get(Number(id));
  if (timer === undefined) return;
  timers.delete(timer.id);
  // An interval that is cleared by its own callback waits already for its next turn.
  queue.splice(placeOf(timer), 1);
  started.delete(timer.hostId);
  host.cancelTimer(timer.hostId);
}

export { clearTimeout as clearInterval };

/** Called when the instance is gone; the host has cancelled its own timers. */
export function forgetAll() {
  queue.length = 0;
  timers.clear();
  started.clear();
}

export const scheduler = Object.freeze({
  [Symbol.toStringTag]: "Scheduler",

  /** Resolves after `delay` ms; rejects with the signal's reason when it aborts first. */
  wait(delay, options) {
    const signal = options?.signal;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        clearTimeout(id);
        reject(signal.reason);
      };
      const id = setTimeout(() => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      }, delay);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  },
});

/** Called by the host: its timer `hostId` is due. The earliest timer runs; the one named takes over its place. */
export function fire(hostId) {
  const named = started.get(hostId);
  if (named === undefined) return;
  started.delete(hostId);
  const timer = queue.shift();
  if (timer !== named) {
    named.hostId = timer.hostId;
    started.set(named.hostId, named);
  }
  if (timer.repeats) rearm(timer);
  else timers.delete(timer.id);
  try {
    timer.callback.apply(globalThis, timer.args);
  } catch (error) {
    report(error, "a timer");
  }
}

function add(callback, delay, args, repeats) {
  if (typeof callback !== "function") {
    throw new TypeError(`a timer's callback must be a function, not ${callback === null ? "null" : typeof callback}`);
  }
  const ms = clamped(delay);
  const timer = { id: ++lastId, callback, args, ms, repeats, due: host.now() + ms, hostId: 0 };
  timers.set(timer.id, timer);
  start(timer, ms);
  return timer.id;
}

function start(timer, ms) {
  queue.splice(placeOf(timer), 0, timer);
  timer.hostId = host.startTimer(ms);
  started.set(timer.hostId, timer);
}

/** Where `timer` stands in the queue, or would. */
function placeOf(timer) {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = queue[middle];
    if (other.due < timer.due || (other.due === timer.due && other.id < timer.id)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Arms an interval for its next place in the schedule; places that were missed are left out. */
function rearm(timer) {
  const now = host.now();
  const step = Math.max(timer.ms, 1);
  timer.due += step * Math.max(1, Math.ceil((now - timer.due) / step));
  start(timer, timer.due - now);
}

function clamped(delay) {
  const ms = Number(delay);
  return ms >= 0 ? Math.min(ms, DELAY_MAX) : 0;
}
