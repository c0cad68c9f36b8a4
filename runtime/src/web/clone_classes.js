// What structured clone (isolate/clone.rs) needs of classes that Rust cannot open itself. Everything is taken from
// the built-ins before user code runs or could shadow it on an instance: nothing here calls a method by its name on
// a value. Does not decide what can be cloned, except for the words in which a refusal is told.

const getter = (object, name) => uncurried(Object.getOwnPropertyDescriptor(object, name).get);
const { apply, getOwnPropertyDescriptor, ownKeys } = Reflect;
const uncurried = (method) => (self, ...args) => apply(method, self, args);

const views = {
  b: Int8Array,
  B: Uint8Array,
  C: Uint8ClampedArray,
  w: Int16Array,
  W: Uint16Array,
  d: Int32Array,
  D: Uint32Array,
  h: Float16Array,
  f: Float32Array,
  F: Float64Array,
  q: BigInt64Array,
  Q: BigUint64Array,
  "?": DataView,
};

/** One object of each class that can be cloned, with what Rust calls it. */
export const samples = [
  ["object", {}],
  ["array", []],
  ["error", new Error()],
  ["domException", new DOMException()],
  ["date", new Date(0)],
  ["regExp", /a/],
  ["map", new Map()],
  ["set", new Set()],
  ["arrayBuffer", new ArrayBuffer(0)],
  ...[0, "", false, 0n].map((value) => ["boxed", Object(value)]),
  ...Object.entries(views).map(([tag, View]) => [tag, new View(new ArrayBuffer(0))]),
];

export const time = uncurried(Date.prototype.getTime);
export const newDate = (ms) => new Date(ms);

const source = getter(RegExp.prototype, "source");
const flags = Object.entries({
  d: "hasIndices", g: "global", i: "ignoreCase", m: "multiline", s: "dotAll", u: "unicode", v: "unicodeSets", y: "sticky",
}).map(([letter, name]) => [letter, getter(RegExp.prototype, name)]);
export const regExpParts = (regExp) =>
  [source(regExp), flags.filter(([, isSet]) => isSet(regExp)).map(([letter]) => letter).join("")];
export const newRegExp = (text, letters) => new RegExp(text, letters);

const mapForEach = uncurried(Map.prototype.forEach);
const mapSet = uncurried(Map.prototype.set);
const setForEach = uncurried(Set.prototype.forEach);
const setAdd = uncurried(Set.prototype.add);

export function mapEntries(map) {
  const entries = [];
  mapForEach(map, (value, key) => { entries.push(key, value); });
  return entries;
}

export function setEntries(set) {
  const entries = [];
  setForEach(set, (value) => { entries.push(value); });
  return entries;
}

export const newMap = () => new Map();
export const newSet = () => new Set();

export function fillMap(map, entries) {
  for (let i = 0; i < entries.length; i += 2) mapSet(map, entries[i], entries[i + 1]);
}

export function fillSet(set, entries) {
  for (let i = 0; i < entries.length; i++) setAdd(set, entries[i]);
}

const resizable = getter(ArrayBuffer.prototype, "resizable");
const capacity = getter(ArrayBuffer.prototype, "maxByteLength");
export const capacityIfResizable = (buffer) => (resizable(buffer) ? capacity(buffer) : undefined);

export function newResizable(contents, maxByteLength) {
  const buffer = new ArrayBuffer(contents.byteLength, { maxByteLength });
  new Uint8Array(buffer).set(new Uint8Array(contents));
  return buffer;
}

const parts = (prototype) => ["buffer", "byteOffset", "byteLength"].map((name) => getter(prototype, name));
const typedParts = parts(Object.getPrototypeOf(Uint8Array.prototype));
const dataViewParts = parts(DataView.prototype);
const typedTag = getter(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
const isShared = (buffer) => buffer instanceof SharedArrayBuffer;

/** The buffer of a view, its offset and length in bytes, and whether the buffer is resizable. */
export function viewParts(view) {
  const [buffer, offset, length] = typedTag(view) === undefined ? dataViewParts : typedParts;
  const owner = buffer(view);
  if (isShared(owner)) refuse(owner);
  return [owner, offset(view), length(view), resizable(owner)];
}

export function newView(tag, buffer, offset, length, tracksLength) {
  const View = views[tag];
  if (View === undefined) throw new Error("Unable to deserialize cloned data.");
  if (tracksLength) return new View(buffer, offset);
  return new View(buffer, offset, length / (View.BYTES_PER_ELEMENT ?? 1));
}

const boxes = [Number, String, Boolean, BigInt].map((Box) => uncurried(Box.prototype.valueOf));

/** The primitive in a box: the one of the four that does not throw. */
export function unbox(box) {
  for (const valueOf of boxes) {
    try {
      return valueOf(box);
    } catch {
      // Not this one.
    }
  }
}

export const box = (value) => Object(value);

const bigintToString = uncurried(BigInt.prototype.toString);
export const bigintToHex = (value) => bigintToString(value, 16);
export const bigintFromHex = (hex) => (hex[0] === "-" ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`));

const charCodeAt = uncurried(String.prototype.charCodeAt);

export function codeUnits(text) {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < units.length; i++) units[i] = charCodeAt(text, i);
  return units.buffer;
}

const fromCharCode = String.fromCharCode;

export function fromCodeUnits(buffer) {
  let text = "";
  for (const unit of new Uint16Array(buffer)) text += fromCharCode(unit);
  return text;
}

const errors = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError, SuppressedError };

/** Name, message and stack (undefined where there is none), and the cause in an array that is empty without one. */
export function errorParts(error) {
  const own = (name) => getOwnPropertyDescriptor(error, name)?.value;
  const message = own("message");
  const cause = getOwnPropertyDescriptor(error, "cause");
  return [
    String(error.name),
    message === undefined ? undefined : String(message),
    error.stack,
    cause && "value" in cause ? [cause.value] : [],
  ];
}

const domExceptionGetters = ["name", "message"].map((name) => getter(DOMException.prototype, name));

/** Name, message and stack of a DOMException; the stack has a headline, as in V8. */
export function domExceptionParts(exception) {
  const [name, message] = domExceptionGetters.map((get) => get(exception));
  const stack = String(exception.stack ?? "");
  return [name, message, /^\s+at /.test(stack) ? `${name}: ${message}\n${stack}` : stack];
}

export function newDomException(name, message, stack) {
  const exception = new DOMException(message, name);
  hide(exception, "stack", stack);
  return exception;
}

/** An error without message, to be filled. */
export function newError(name) {
  const Kind = errors[name] ?? Error;
  const error = Kind === AggregateError ? new Kind([]) : new Kind();
  hide(error, "stack", undefined);
  return error;
}

/** Fills an error with all that workerd stored of it. */
export function fillError(error, name, message, own) {
  if (name !== undefined) hide(error, "name", name);
  if (message !== undefined && message !== "") hide(error, "message", message);
  for (const key of ownKeys(own)) hide(error, key, own[key]);
}

function hide(object, name, value) {
  Object.defineProperty(object, name, { value, writable: true, enumerable: false, configurable: true });
}

/** Throws the DataCloneError for `value`, in V8's words. */
export function refuse(value) {
  throw new DOMException(`${described(value)} could not be cloned.`, "DataCloneError");
}

export function refuseDetached() {
  throw new DOMException("An ArrayBuffer is detached and could not be cloned.", "DataCloneError");
}

const functionText = uncurried(Function.prototype.toString);
const tagText = uncurried(Object.prototype.toString);

function described(value) {
  if (typeof value === "symbol") return String(value);
  if (typeof value === "function") return functionText(value);
  const name = value.constructor?.name;
  return typeof name === "string" && name !== "" && typeof value.constructor === "function" ? `#<${name}>` : tagText(value);
}
