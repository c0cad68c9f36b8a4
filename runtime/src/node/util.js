// node:util.

import { format as formatAll } from "partyrs:console";
import { inspect } from "partyrs:inspect";
import { isDeepStrictEqual } from "partyrs:node/deep_equal";
import types from "partyrs:node/util_types";

const customPromisify = Symbol.for("nodejs.util.promisify.custom");
const warned = new Set();

const format = (...args) => formatAll(args);

function requireFunction(value, name) {
  if (typeof value === "function") return;
  const shown = value === null || value === undefined ? String(value) : `type ${typeof value}`;
  const error = new TypeError(`The "${name}" argument must be of type function. Received ${shown}`);
  throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
}

function promisify(original) {
  requireFunction(original, "original");
  const custom = original[customPromisify];
  if (custom !== undefined) {
    requireFunction(custom, "util.promisify.custom");
    return Object.defineProperty(custom, customPromisify, { value: custom, configurable: true });
  }
  function promisified(...args) {
    return new Promise((resolve, reject) => {
      original.call(this, ...args, (error, value) => (error ? reject(error) : resolve(value)));
    });
  }
  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
  Object.defineProperty(promisified, customPromisify, { value: promisified, configurable: true });
  return Object.defineProperties(promisified, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = customPromisify;

function callbackify(original) {
  requireFunction(original, "original");
  return function (...args) {
    const callback = args.pop();
    requireFunction(callback, "last argument");
    original.apply(this, args).then(
      (value) => queueMicrotask(() => callback(null, value)),
      (reason) => queueMicrotask(() => callback(reason || falsyReason(reason))),
    );
  };
}

function falsyReason(reason) {
  return Object.assign(new Error("Promise was rejected with falsy value"), { code: "ERR_FALSY_VALUE_REJECTION", reason });
}

function inherits(constructor, parent) {
  requireFunction(constructor, "ctor");
  requireFunction(parent, "superCtor");
  Object.defineProperty(constructor, "super_", { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

function deprecate(original, message, code) {
  let said = false;
  function deprecated(...args) {
    if (!said && !(code !== undefined && warned.has(code))) {
      said = true;
      warned.add(code);
      console.warn(`${code === undefined ? "" : `[${code}] `}DeprecationWarning: ${message}`);
    }
    return new.target ? Reflect.construct(original, args, new.target) : original.apply(this, args);
  }
  Object.setPrototypeOf(deprecated, original);
  if (original.prototype) deprecated.prototype = original.prototype;
  return deprecated;
}

const wantsDebug = (set) => new RegExp(`(^|[,\\s])(${set}|\\*)([,\\s]|$)`, "i").test(globalThis.process.env.NODE_DEBUG ?? "");

function debuglog(set) {
  const enabled = wantsDebug(set);
  const log = (...args) => {
    if (enabled) console.error(`${set.toUpperCase()} 1000: ${format(...args)}`);
  };
  return Object.assign(log, { enabled });
}

const STYLES = {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], inverse: [7, 27], hidden: [8, 28],
  strikethrough: [9, 29], black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39],
  magenta: [35, 39], cyan: [36, 39], white: [37, 39], gray: [90, 39], grey: [90, 39], redBright: [91, 39],
  greenBright: [92, 39], yellowBright: [93, 39], blueBright: [94, 39], magentaBright: [95, 39], cyanBright: [96, 39],
  whiteBright: [97, 39], bgBlack: [40, 49], bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49], bgBlue: [44, 49],
  bgMagenta: [45, 49], bgCyan: [46, 49], bgWhite: [47, 49], bgGray: [100, 49],
};
inspect.colors = STYLES;
inspect.styles = { special: "cyan", number: "yellow", bigint: "yellow", boolean: "yellow", undefined: "grey", null: "bold", string: "green", symbol: "green", date: "magenta", regexp: "red", module: "underline" };

function styleText(styles, text) {
  const codes = [styles].flat().map((style) => {
    if (STYLES[style]) return STYLES[style];
    const error = new TypeError(`The argument 'format' must be one of: ${Object.keys(STYLES).join(", ")}. Received '${style}'`);
    throw Object.assign(error, { code: "ERR_INVALID_ARG_VALUE" });
  });
  return codes.reduce((inner, [open, close]) => `\x1b[${open}m${inner}\x1b[${close}m`, text);
}

const stripVTControlCharacters = (text) =>
  text.replace(/[\u001b\u009b][[\]()#;?]*(?:(?:(?:;[-a-zA-Z\d/#&.:=?%@~_]+)*|[a-zA-Z\d]+(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?\u0007|(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~])/g, "");

function aborted(signal) {
  requireFunction(signal?.addEventListener, "signal");
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

const isPrimitive = (value) => value === null || (typeof value !== "object" && typeof value !== "function");

export default {
  aborted,
  callbackify,
  debug: debuglog,
  debuglog,
  deprecate,
  format,
  formatWithOptions: (options, ...args) => formatAll(args, options),
  inherits,
  inspect,
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === "boolean",
  isBuffer: (value) => globalThis.Buffer.isBuffer(value),
  isDeepStrictEqual,
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === "number",
  isString: (value) => typeof value === "string",
  isSymbol: (value) => typeof value === "symbol",
  isUndefined: (value) => value === undefined,
  isRegExp: types.isRegExp,
  isObject: (value) => value !== null && typeof value === "object",
  isDate: types.isDate,
  isError: (value) => types.isNativeError(value) || value instanceof Error,
  isFunction: (value) => typeof value === "function",
  isPrimitive,
  log: (...args) => console.log("%s", format(...args)),
  promisify,
  stripVTControlCharacters,
  styleText,
  toUSVString: (value) => String(value).toWellFormed(),
  types,
  _extend: (target, source) => Object.assign(target, source),
  get TextDecoder() { return globalThis.TextDecoder; },
  get TextEncoder() { return globalThis.TextEncoder; },
};
