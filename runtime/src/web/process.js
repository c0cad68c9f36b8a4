// process, as far as a library asks for it on Workers: the environment, nextTick and what is looked at when a module
// is loaded. It is not a Node process: nothing can be listened to, and it cannot be ended. What is written to stdout
// and stderr goes to the console.

import host from "partyrs:host";

const nothing = () => process;

/** Whole nanoseconds of the isolate's clock. */
const nanoseconds = () => BigInt(Math.round(host.now() * 1e6));

function hrtime(since = [0, 0]) {
  const passed = nanoseconds() - (BigInt(since[0]) * 1_000_000_000n + BigInt(since[1]));
  return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
}

hrtime.bigint = nanoseconds;

/** A stream of which programs ask whether it is a terminal; each text written is a line of the console. */
const output = (fd, method) => ({
  fd,
  isTTY: false,
  writable: true,
  write(text) {
    console[method](String(text).replace(/\n$/, ""));
    return true;
  },
  end: () => {},
  on: nothing,
  once: nothing,
  off: nothing,
  removeListener: nothing,
  emit: () => false,
});

const impossible = (what) => () => {
  throw new Error(`process.${what} is not possible: a room is no process`);
};

/** Numbers of which a room knows none. */
const memoryUsage = () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 });
memoryUsage.rss = () => 0;

export const process = {
  [Symbol.toStringTag]: "process",
  env: host.processEnv(),
  argv: [],
  argv0: "",
  execArgv: [],
  execPath: "",
  arch: "",
  config: {},
  connected: false,
  exitCode: undefined,
  features: {},
  pid: 1000,
  platform: "",
  ppid: 1000,
  release: { name: "" },
  stderr: output(2, "error"),
  stdin: { fd: 0, isTTY: false, on: nothing, once: nothing, off: nothing, removeListener: nothing },
  stdout: output(1, "log"),
  title: "",
  version: "",
  versions: { node: "" },
  browser: false,
  hrtime,

  cwd: () => "/",
  uptime: () => host.now() / 1000,
  cpuUsage: () => ({ user: Math.round(host.now() * 1000), system: 0 }),
  getegid: () => 1000,
  geteuid: () => 1000,
  getgid: () => 1000,
  getuid: () => 1000,
  memoryUsage,
  umask: () => 0,

  nextTick(callback, ...args) {
    if (typeof callback !== "function") {
      const shown = callback === null ? "null" : typeof callback;
      const error = new TypeError(`The "callback" argument must be of type function. Received ${shown}`);
      throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
    }
    queueMicrotask(() => callback(...args));
  },

  abort: impossible("abort()"),
  chdir: impossible("chdir()"),
  kill: impossible("kill()"),

  exit(code) {
    throw new Error(`process.exit(${code ?? ""}) is not possible: a room cannot end the server`);
  },

  on: nothing,
  once: nothing,
  off: nothing,
  addListener: nothing,
  prependListener: nothing,
  setMaxListeners: nothing,
  removeListener: nothing,
  removeAllListeners: nothing,
  emit: () => false,
  eventNames: () => [],
  listeners: () => [],
  listenerCount: () => 0,
  emitWarning: (warning) => console.warn(warning),
};
