// process, as far as a library asks for it on Workers: the environment, nextTick and a few constants. It is not a
// Node process: nothing can be listened to, and it cannot be ended.

import host from "partyrs:host";

const nothing = () => process;

/** Whole nanoseconds of the isolate's clock. */
const nanoseconds = () => BigInt(Math.round(host.now() * 1e6));

function hrtime(since = [0, 0]) {
  const passed = nanoseconds() - (BigInt(since[0]) * 1_000_000_000n + BigInt(since[1]));
  return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
}

hrtime.bigint = nanoseconds;

export const process = {
  [Symbol.toStringTag]: "process",
  env: host.processEnv(),
  argv: [],
  execArgv: [],
  pid: 1000,
  platform: "",
  title: "",
  version: "",
  versions: { node: "" },
  browser: false,
  hrtime,

  cwd: () => "/",
  uptime: () => host.now() / 1000,
  nextTick: (callback, ...args) => queueMicrotask(() => callback(...args)),

  exit(code) {
    throw new Error(`process.exit(${code ?? ""}) is not possible: a room cannot end the server`);
  },

  on: nothing,
  once: nothing,
  off: nothing,
  addListener: nothing,
  removeListener: nothing,
  removeAllListeners: nothing,
  emit: () => false,
  listeners: () => [],
  listenerCount: () => 0,
  emitWarning: (warning) => console.warn(warning),
};
