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
    const count = (counts.get(`${label}`) ?? 0) + 1;
    counts.set(`${label}`, count);
    write("log", `${label}: ${count}`);
  },

  countReset(label = "default") {
    if (!counts.delete(`${label}`)) write("warn", `Count for '${label}' does not exist`);
  },

  time(label = "default") {
    if (clocks.has(`${label}`)) write("warn", `Label '${label}' already exists for console.time()`);
    else clocks.set(`${label}`, host.now());
  },

  timeLog(label = "default", ...args) {
    elapsed(label, "timeLog", args);
  },

  timeEnd(label = "default") {
    elapsed(label, "timeEnd", []);
    clocks.delete(`${label}`);
  },

  clear() {},
  profile() {},
  profileEnd() {},
  timeStamp() {},
};

console.groupCollapsed = console.group;

function elapsed(label, method, args) {
  const start = clocks.get(`${label}`);
  if (start === undefined) return write("warn", `No such label '${label}' for console.${method}()`);
  write("log", [`${label}: ${duration(host.now() - start)}`, ...args.map(shown)].join(" "));
}

function duration(ms) {
  if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
  return `${(ms / 1000).toFixed(3)}s`;
}

/** All arguments as one text; a string in front may hold %s, %d, %i, %f, %j, %o, %O, %c. */
export function format(args) {
  try {
    if (args.length === 1 && typeof args[0] === "string") return args[0];
    if (typeof args[0] !== "string" || !args[0].includes("%")) return args.map(shown).join(" ");
    let used = 1;
    const text = args[0].replace(/%[sdifjoOc%]/g, (directive) => {
      if (directive === "%%") return "%";
      return used < args.length ? substituted(directive, args[used++]) : directive;
    });
    return [text, ...args.slice(used).map(shown)].join(" ");
  } catch (error) {
    return `[a value that cannot be shown: ${error}]`;
  }
}

const shown = (value) => (typeof value === "string" ? value : inspect(value));

function substituted(directive, value) {
  switch (directive) {
    case "%s":
      return asString(value);
    case "%d":
      return asNumber(value, Number);
    case "%i":
      return asNumber(value, parseInt);
    case "%f":
      return typeof value === "symbol" ? "NaN" : String(parseFloat(value));
    case "%j":
      return asJson(value);
    case "%o":
      return inspect(value, { showHidden: true, depth: 4 });
    case "%O":
      return inspect(value);
    default:
      return "";
  }
}

function asString(value) {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return typeof value === "function" ? String(value) : inspect(value);
  if (value instanceof Error) return errorText(value);
  const ownText = value.toString !== Object.prototype.toString && value.toString !== Array.prototype.toString;
  return ownText && typeof value.toString === "function" && !builtIn(value) ? String(value) : inspect(value, { depth: 0 });
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
