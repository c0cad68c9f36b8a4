// node:buffer: Buffer, a Uint8Array with Node's methods. Text goes through `buffer_text.js`, numbers are read and
// written by `buffer_numbers.js`. There is no pool: every buffer has memory of its own.
//
// Compatibility: `Buffer.Buffer` is Buffer itself, because PartyKit's global `Buffer` was the module's namespace.

import { bytesOf } from "partyrs:bytes";
import { inspect } from "partyrs:inspect";
import { fromText, isEncoding, lengthOf, search, toText } from "partyrs:node/buffer_text";
import { numberMethods } from "partyrs:node/buffer_numbers";

const LENGTH_MAX = 2 ** 32;
const customInspect = Symbol.for("nodejs.util.inspect.custom");

class FastBuffer extends Uint8Array {}

function fail(ErrorClass, code, message) {
  throw Object.assign(new ErrorClass(message), { code });
}

export function Buffer(value, encodingOrOffset, length) {
  if (typeof value === "number") return Buffer.alloc(value);
  return Buffer.from(value, encodingOrOffset, length);
}

Object.setPrototypeOf(Buffer, Uint8Array);
Buffer.prototype = FastBuffer.prototype;
const hidden = (target, name, value) =>
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
hidden(FastBuffer.prototype, "constructor", Buffer);
hidden(Buffer, "Buffer", Buffer);
Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer, configurable: true });

/** What an error says that it was given. */
export function received(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value === "object") return value.constructor?.name ? `an instance of ${value.constructor.name}` : inspect(value, { depth: -1 });
  const shown = inspect(value);
  return `type ${typeof value} (${shown.length > 28 ? `${shown.slice(0, 25)}...` : shown})`;
}

const checkSize = (size) => {
  if (typeof size !== "number") {
    fail(TypeError, "ERR_INVALID_ARG_TYPE", `The "size" argument must be of type number. Received ${received(size)}`);
  }
  if (!(size >= 0 && size <= LENGTH_MAX)) {
    fail(RangeError, "ERR_OUT_OF_RANGE", `The value of "size" is out of range. It must be >= 0 && <= ${LENGTH_MAX}. Received ${size}`);
  }
};

Buffer.poolSize = 8192;

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === "string") return adopt(fromText(value, encodingOrOffset));
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    return new FastBuffer(value, encodingOrOffset, length);
  }
  if (typeof value === "object" && value !== null) {
    const primitive = value.valueOf?.();
    if (primitive != null && primitive !== value && typeof primitive !== "number") {
      return Buffer.from(primitive, encodingOrOffset, length);
    }
    if (value.type === "Buffer" && Array.isArray(value.data)) return new FastBuffer(value.data);
    if (typeof value.length === "number" || value.length !== undefined) return new FastBuffer(Array.from(value));
    if (typeof value[Symbol.toPrimitive] === "function") {
      const text = value[Symbol.toPrimitive]("string");
      if (typeof text === "string") return Buffer.from(text, encodingOrOffset);
    }
    if (value.length === undefined && value.buffer === undefined && Symbol.iterator in value) return new FastBuffer([...value]);
  }
  return fail(TypeError, "ERR_INVALID_ARG_TYPE",
    "The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. " +
      `Received ${received(value)}`);
};

/** `bytes` as a Buffer over the same memory. */
const adopt = (bytes) => new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);

Buffer.alloc = function alloc(size, fill, encoding) {
  checkSize(size);
  const buffer = new FastBuffer(size);
  return fill === undefined || fill === 0 || size === 0 ? buffer : buffer.fill(fill, encoding);
};
Buffer.allocUnsafe = function allocUnsafe(size) {
  checkSize(size);
  return new FastBuffer(size);
};
Buffer.allocUnsafeSlow = Buffer.allocUnsafe;
Buffer.of = (...items) => new FastBuffer(items);
Buffer.isBuffer = (value) => value instanceof Buffer;
Buffer.isEncoding = isEncoding;
Buffer.byteLength = function byteLength(value, encoding) {
  if (typeof value === "string") return lengthOf(value, encoding);
  if (typeof value?.byteLength === "number") return value.byteLength;
  return fail(TypeError, "ERR_INVALID_ARG_TYPE",
    `The "string" argument must be of type string or an instance of Buffer or ArrayBuffer. Received ${received(value)}`);
};
Buffer.compare = (a, b) => compareBytes(bufferNamed("buf1", a), bufferNamed("buf2", b));
Buffer.concat = function concat(list, length) {
  if (!Array.isArray(list)) {
    fail(TypeError, "ERR_INVALID_ARG_TYPE", `The "list" argument must be an instance of Array. Received ${received(list)}`);
  }
  list.forEach((part, index) => bufferNamed(`list[${index}]`, part));
  const whole = new FastBuffer(length ?? list.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of list) {
    if (at >= whole.length) break;
    whole.set(at + part.length > whole.length ? part.subarray(0, whole.length - at) : part, at);
    at += part.length;
  }
  return whole;
};
Buffer.copyBytesFrom = (view, offset = 0, length = view.length - offset) =>
  Buffer.from(bytesOf(view.subarray(offset, offset + length)));

/** `value`, the argument `name`, if it is a buffer. */
function bufferNamed(name, value) {
  if (value instanceof Uint8Array) return value;
  return fail(TypeError, "ERR_INVALID_ARG_TYPE",
    `The "${name}" argument must be an instance of Buffer or Uint8Array. Received ${received(value)}`);
}

function compareBytes(a, b) {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

const clamp = (index, length, fallback) => {
  if (index === undefined) return fallback;
  const whole = Math.trunc(Number(index)) || 0;
  return Math.max(0, Math.min(whole < 0 ? whole + length : whole, length));
};

const methods = {
  toString(encoding, start = 0, end = this.length) {
    const [from, to] = [Math.max(0, Math.trunc(start) || 0), Math.min(this.length, Math.trunc(end) || 0)];
    if (to <= from) return "";
    return toText(from === 0 && to === this.length ? this : this.subarray(from, to), encoding);
  },
  toJSON() {
    return { type: "Buffer", data: Array.from(this) };
  },
  equals(other) {
    bufferNamed("otherBuffer", other);
    return this === other || (this.length === other.length && compareBytes(this, other) === 0);
  },
  compare(target, targetStart = 0, targetEnd = target?.length, start = 0, end = this.length) {
    bufferNamed("target", target);
    return compareBytes(this.subarray(start, end), target.subarray(targetStart, targetEnd));
  },
  copy(target, targetStart = 0, start = 0, end = this.length) {
    bufferNamed("target", target);
    const part = this.subarray(start, Math.max(start, Math.min(end, start + target.length - targetStart)));
    target.set(part, targetStart);
    return part.length;
  },
  slice(start, end) {
    return this.subarray(start, end);
  },
  subarray(start, end) {
    const from = clamp(start, this.length, 0);
    const to = clamp(end, this.length, this.length);
    return new FastBuffer(this.buffer, this.byteOffset + from, Math.max(0, to - from));
  },
  write(text, offset, length, encoding) {
    if (typeof text !== "string") fail(TypeError, "ERR_INVALID_ARG_TYPE", "argument must be a string");
    if (typeof offset === "string") [encoding, offset, length] = [offset, 0, undefined];
    else if (typeof length === "string") [encoding, length] = [length, undefined];
    const at = offset ?? 0;
    if (at < 0 || at > this.length) fail(RangeError, "ERR_OUT_OF_RANGE", `The value of "offset" is out of range. It must be >= 0 && <= ${this.length}. Received ${at}`);
    const room = Math.min(length ?? Infinity, this.length - at);
    let part = fromText(text, encoding);
    if (part.length > room) {
      let end = room;
      if (/^utf-?8$/i.test(encoding ?? "utf8")) while (end > 0 && (part[end] & 0xc0) === 0x80) end--;
      part = part.subarray(0, end);
    }
    this.set(part, at);
    return part.length;
  },
  fill(value, offset, end, encoding) {
    if (typeof offset === "string") [encoding, offset, end] = [offset, 0, this.length];
    else if (typeof end === "string") [encoding, end] = [end, this.length];
    const [from, to] = [offset ?? 0, end ?? this.length];
    if (typeof value === "number" || typeof value === "boolean") {
      Uint8Array.prototype.fill.call(this, Number(value) & 255, from, to);
      return this;
    }
    const pattern = typeof value === "string" ? fromText(value, encoding) : bytesOf(value);
    if (pattern.length === 0) {
      if (value.length > 0) fail(TypeError, "ERR_INVALID_ARG_VALUE", `The argument 'value' is invalid. Received '${value}'`);
      Uint8Array.prototype.fill.call(this, 0, from, to);
      return this;
    }
    for (let at = from; at < to; at++) this[at] = pattern[(at - from) % pattern.length];
    return this;
  },
  indexOf(value, offset, encoding) {
    return search(this, value, offset, encoding, true);
  },
  lastIndexOf(value, offset, encoding) {
    return search(this, value, offset, encoding, false);
  },
  includes(value, offset, encoding) {
    return search(this, value, offset, encoding, true) !== -1;
  },
  swap16() { return swap(this, 2); },
  swap32() { return swap(this, 4); },
  swap64() { return swap(this, 8); },
  [customInspect]() {
    const hex = Array.from(this.subarray(0, 50), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const more = this.length - 50;
    return `<Buffer${hex && ` ${hex}`}${more > 0 ? ` ... ${more} more byte${more > 1 ? "s" : ""}` : ""}>`;
  },
  ...numberMethods,
};
methods.toLocaleString = methods.toString;
for (const encoding of ["ascii", "latin1", "hex", "base64", "base64url", "ucs2", "utf8"]) {
  methods[`${encoding}Slice`] = function (start, end) { return this.toString(encoding, start, end); };
  methods[`${encoding}Write`] = function (text, offset, length) { return this.write(text, offset, length, encoding); };
}
for (const name of Reflect.ownKeys(methods)) hidden(Buffer.prototype, name, methods[name]);
Object.defineProperties(Buffer.prototype, {
  parent: { get() { return this instanceof Buffer ? this.buffer : undefined; }, configurable: true },
  offset: { get() { return this instanceof Buffer ? this.byteOffset : undefined; }, configurable: true },
});

function swap(buffer, size) {
  if (buffer.length % size) fail(RangeError, "ERR_INVALID_BUFFER_SIZE", `Buffer size must be a multiple of ${size * 8}-bits`);
  for (let at = 0; at < buffer.length; at += size) Uint8Array.prototype.reverse.call(buffer.subarray(at, at + size));
  return buffer;
}

/** The encodings between which `transcode` goes; others are not known to Node either. */
function transcode(source, from, to) {
  const known = (name) => /^(utf-?8|ucs-?2|utf-?16le|latin1|binary|ascii)$/i.test(name);
  if (!known(from) || !known(to)) {
    fail(Error, "U_ILLEGAL_ARGUMENT_ERROR", "Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]");
  }
  const single = /^(latin1|binary|ascii)$/i.test(to);
  const text = Buffer.from(source).toString(from);
  return Buffer.from(single ? text.replace(/[^\x00-\xff]/gu, "?") : text, to);
}

const isAscii = (input) => bytesOf(input).every((byte) => byte < 128);
function isUtf8(input) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(input) !== undefined;
  } catch {
    return false;
  }
}

const constants = Object.freeze({ MAX_LENGTH: LENGTH_MAX, MAX_STRING_LENGTH: 2 ** 29 - 24 });

export default {
  Buffer,
  SlowBuffer: Buffer.allocUnsafeSlow,
  get Blob() { return globalThis.Blob; },
  get File() { return globalThis.File; },
  INSPECT_MAX_BYTES: 50,
  kMaxLength: constants.MAX_LENGTH,
  kStringMaxLength: constants.MAX_STRING_LENGTH,
  constants,
  atob: globalThis.atob,
  btoa: globalThis.btoa,
  isAscii,
  isUtf8,
  transcode,
};
