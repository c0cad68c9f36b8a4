// The console: texts as Node formats them, groups, counts and clocks. The host reports each call; where it ends up is
// for others to decide. Never throws.
//
// Standard: Console. Methods without use on a server (clear, profile …) do nothing.

import host from "partyrs:host";
import { errorText, inspect } from "partyrs:inspect";
import { table } from "partyrs:table";

const counts = new Map();
const clocks = new Map();
let indent = "";

/** The line that the user wrote: the host finds it in the stack. */
function write(level, text) {
  const lines = indent === "" ? text : indent + text.replaceAll("\n", `\n${indent}`);
  host.console(level, lines, stackText());
}

/** User code may make anything of stacks with `Error.prepareStackTrace`. */
const stackText = () => String(new Error().stack);

const writer = (level) => (...args) => write(level, format(args));
const log = writer("log");
const warn = writer("warn");

export const console = {
  debug: writer("debug"),
  log,
  info: writer("log"),
  warn,
  error: writer("error"),
  dirxml: log,

  trace(...args) {
    // Without the headline.
    const stack = host.userStack(stackText().split("\n").slice(1).join("\n")).trimEnd();
    write("error", `Trace${args.length > 0 ? `: ${format(args)}` : ""}\n${stack}`);
  },

  assert(condition, ...args) {
    if (condition) return;
    const [first, ...rest] = args;
    if (typeof first === "string") write("error", format([`Assertion failed: ${first}`, ...rest]));
    else write("error", format(["Assertion failed", ...args]));
  },

  dir(value, options) {
    write("log", inspect(value, options));
  },

  table(data, properties) {
    write("log", typeof data === "object" && data !== null ? table(data, properties) : format([data]));
  },

  group(...label) {
    if (label.length > 0) write("log", format(label));
    indent += "  ";
  },

  groupEnd() {
    indent = indent.slice(2);
  },

  count(label = "default") {
    const name = String(label);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    write("log", `${name}: ${count}`);
  },

  countReset(label = "default") {
    if (!counts.delete(String(label))) write("warn", `Count for '${String(label)}' does not exist`);
  },

  time(label = "default") {
    const name = String(label);
    if (clocks.has(name)) write("warn", `Label '${name}' already exists for console.time()`);
    else clocks.set(name, host.now());
  },

  timeLog(label = "default", ...args) {
    elapsed(String(label), "timeLog", args);
  },

  timeEnd(label = "default") {
    elapsed(String(label), "timeEnd", []);
    clocks.delete(String(label));
  },

  clear() {},
  profile() {},
  profileEnd() {},
  timeStamp() {},
};

console.groupCollapsed = console.group;

function elapsed(label, method, args) {
  const start = clocks.get(label);
  if (start === undefined) return write("warn", `No such label '${label}' for console.${method}()`);
  write("log", [`${label}: ${duration(host.now() - start)}`, ...args.map((value) => shown(value))].join(" "));
}

function duration(ms) {
  if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
  return `${(ms / 1000).toFixed(3)}s`;
}

/** All arguments as one text; a string in front may hold %s, %d, %i, %f, %j, %o, %O, %c. `options` are inspect's. */
export function format(args, options = {}) {
  try {
    if (args.length === 1 && typeof args[0] === "string") return args[0];
    const rest = (values) => values.map((value) => shown(value, options));
    if (typeof args[0] !== "string" || !args[0].includes("%")) return rest(args).join(" ");
    let used = 1;
    const text = args[0].replace(/%[sdifjoOc%]/g, (directive) => {
      if (directive === "%%") return "%";
      return used < args.length ? substituted(directive, args[used++], options) : directive;
    });
    return [text, ...rest(args.slice(used))].join(" ");
  } catch (error) {
    return `[a value that cannot be shown: ${error}]`;
  }
}

const shown = (value, options = {}) => (typeof value === "string" ? value : inspect(value, options));

function substituted(directive, value, options) {
  switch (directive) {
    case "%s":
      return asString(value, options);
    case "%d":
      return asNumber(value, Number);
    case "%i":
      return asNumber(value, parseInt);
    case "%f":
      return typeof value === "symbol" ? "NaN" : String(parseFloat(value));
    case "%j":
      return asJson(value);
    case "%o":
      return inspect(value, { ...options, showHidden: true, depth: 4 });
    case "%O":
      return inspect(value, options);
    default:
      return "";
  }
}

function asString(value, options) {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return typeof value === "function" ? String(value) : inspect(value);
  if (value instanceof Error) return errorText(value);
  const ownText = value.toString !== Object.prototype.toString && value.toString !== Array.prototype.toString;
  const says = ownText && typeof value.toString === "function" && !builtIn(value);
  return says ? String(value) : inspect(value, { ...options, depth: 0, colors: false });
}

const builtIn = (value) => value instanceof Date;

function asNumber(value, convert) {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "symbol" || (typeof value === "object" && value !== null)) return "NaN";
  return inspect(convert(value));
}

function asJson(value) {
  try {
    return JSON.stringify(value) ?? "undefined";
  } catch {
    return "[Circular]";
  }
}
