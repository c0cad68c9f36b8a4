// Atomics.waitAsync, which the engine lacks. A room is the only one that sees its shared memory, so who waits is woken
// by the room's own Atomics.notify, or by the time. Loaded when waitAsync is first touched: nobody waits before.
//
// Standard: ECMAScript §25.4.13 and §25.4.15.

import host from "partyrs:host";

const { load, notify: notifyThreads } = Atomics;
/** Buffer → place in bytes → what wakes those that wait there, in the order they came. */
const waiting = new WeakMap();

/** Gives `atomics` a waitAsync, and a notify that knows of it; returns the former. */
export function install(atomics) {
  for (const method of [waitAsync, notify]) {
    Object.defineProperty(atomics, method.name, { value: method, writable: true, configurable: true });
  }
  return waitAsync;
}

function waitAsync(view, index, value, timeout) {
  if (!(view instanceof Int32Array || view instanceof BigInt64Array) || !(view.buffer instanceof SharedArrayBuffer)) {
    throw new TypeError("Atomics.waitAsync takes an Int32Array or BigInt64Array over a SharedArrayBuffer");
  }
  const found = load(view, index);
  const expected = view instanceof Int32Array ? value | 0 : BigInt.asIntN(64, BigInt(value));
  const ms = timeout === undefined || Number.isNaN(Number(timeout)) ? Infinity : Math.max(Number(timeout), 0);
  if (found !== expected) return { async: false, value: "not-equal" };
  if (ms === 0) return { async: false, value: "timed-out" };
  return { async: true, value: new Promise((resolve) => wait(listAt(view, index), ms, resolve)) };
}

function wait(list, ms, resolve) {
  const { setTimeout, clearTimeout } = host.load("timers");
  const timer = ms === Infinity ? undefined : setTimeout(() => {
    list.splice(list.indexOf(wake), 1);
    resolve("timed-out");
  }, ms);
  const wake = () => {
    if (timer !== undefined) clearTimeout(timer);
    resolve("ok");
  };
  list.push(wake);
}

function notify(view, index, count) {
  const woken = notifyThreads(view, index, count);
  if (!(view.buffer instanceof SharedArrayBuffer)) return woken;
  const most = count === undefined ? Infinity : Math.max(Math.trunc(Number(count)) || 0, 0);
  const list = listAt(view, index);
  const now = list.splice(0, Math.min(most, list.length));
  for (const wake of now) wake();
  return woken + now.length;
}

function listAt(view, index) {
  const place = view.byteOffset + Math.trunc(Number(index) || 0) * view.BYTES_PER_ELEMENT;
  if (!waiting.has(view.buffer)) waiting.set(view.buffer, new Map());
  const places = waiting.get(view.buffer);
  if (!places.has(place)) places.set(place, []);
  return places.get(place);
}
