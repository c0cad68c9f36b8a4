// Text in and out of buffers, in Node's encodings. Decoding is as lenient as Node's: what is no hex ends the hex,
// what is no base64 is passed over, and both base64 alphabets are read.

import host from "partyrs:host";
import { received } from "partyrs:node/buffer";

const CHUNK = 8192;

const NAMES = {
  utf8: "utf8", "utf-8": "utf8", hex: "hex", base64: "base64", base64url: "base64url", ascii: "ascii", latin1: "latin1",
  binary: "latin1", ucs2: "utf16le", "ucs-2": "utf16le", utf16le: "utf16le", "utf-16le": "utf16le",
};

export const isEncoding = (name) => typeof name === "string" && Object.hasOwn(NAMES, name.toLowerCase());

/** The encoding's one name. */
export function encodingOf(name) {
  if (name === undefined || name === null || name === "") return "utf8";
  const known = NAMES[name] ?? (isEncoding(name) ? NAMES[name.toLowerCase()] : undefined);
  if (known === undefined) throw Object.assign(new TypeError(`Unknown encoding: ${name}`), { code: "ERR_UNKNOWN_ENCODING" });
  return known;
}

/** The bytes of `text`, their own memory. */
export function fromText(text, encoding) {
  switch (encodingOf(encoding)) {
    case "utf8":
      return host.utf8Encode(text.toWellFormed());
    case "hex":
      return fromHex(text);
    case "base64":
    case "base64url":
      return fromBase64(text);
    case "utf16le":
      return new Uint8Array(Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).buffer);
    default: {
      const bytes = new Uint8Array(text.length);
      for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
      return bytes;
    }
  }
}

// Good text, however long, is for the engine; a regular expression over all of it would need memory for each character.

function fromHex(text) {
  const end = text.search(/[^0-9a-f]/i);
  const length = end < 0 ? text.length : end;
  return Uint8Array.fromHex(text.slice(0, length - (length % 2)));
}

function fromBase64(text) {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    const end = text.indexOf("=");
    const said = (end < 0 ? text : text.slice(0, end)).replaceAll("-", "+").replaceAll("_", "/");
    const clean = said.replace(/[^A-Za-z0-9+/]/g, "");
    return Uint8Array.fromBase64(clean.length % 4 === 1 ? clean.slice(0, -1) : clean);
  }
}

/** The text of `bytes`. */
export function toText(bytes, encoding) {
  switch (encodingOf(encoding)) {
    case "utf8":
      return host.utf8Decode(bytes, true);
    case "hex":
      return Uint8Array.prototype.toHex.call(bytes);
    case "base64":
      return Uint8Array.prototype.toBase64.call(bytes);
    case "base64url":
      return Uint8Array.prototype.toBase64.call(bytes, { alphabet: "base64url", omitPadding: true });
    case "utf16le":
      return characters(Uint16Array.from({ length: bytes.length >> 1 }, (_, at) => bytes[2 * at] | (bytes[2 * at + 1] << 8)));
    case "ascii":
      return characters(Uint8Array.from(bytes, (byte) => byte & 127));
    default:
      return characters(bytes);
  }
}

function characters(codes) {
  let text = "";
  for (let at = 0; at < codes.length; at += CHUNK) {
    text += String.fromCharCode.apply(null, codes.subarray(at, at + CHUNK));
  }
  return text;
}

/** How many bytes `text` takes. */
export function lengthOf(text, encoding) {
  const known = isEncoding(encoding) ? encodingOf(encoding) : "utf8";
  switch (known) {
    case "hex":
      return text.length >>> 1;
    case "utf16le":
      return text.length * 2;
    case "base64":
    case "base64url": {
      const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
      return ((text.length - padding) * 3) >>> 2;
    }
    case "utf8":
      return host.utf8Encode(text.toWellFormed()).length;
    default:
      return text.length;
  }
}

/** Where `value` is in `buffer`, from `offset` on, forwards or backwards; -1 for nowhere. */
export function search(buffer, value, offset, encoding, forwards) {
  if (typeof offset === "string") [encoding, offset] = [offset, undefined];
  let from = Number(offset);
  if (Number.isNaN(from)) from = forwards ? 0 : buffer.length;
  from = Math.trunc(from);
  if (from < 0) from += buffer.length;
  if (from < 0) {
    if (!forwards) return -1;
    from = 0;
  }
  if (typeof value === "number") {
    const method = forwards ? "indexOf" : "lastIndexOf";
    return Uint8Array.prototype[method].call(buffer, value & 255, from);
  }
  if (typeof value !== "string" && !(value instanceof Uint8Array)) {
    const message = 'The "value" argument must be one of type number or string or an instance of Buffer or Uint8Array. ';
    throw Object.assign(new TypeError(`${message}Received ${received(value)}`), { code: "ERR_INVALID_ARG_TYPE" });
  }
  const wanted = typeof value === "string" ? fromText(value, encoding) : value;
  const last = buffer.length - wanted.length;
  if (wanted.length === 0) return Math.min(from, buffer.length);
  const step = encodingOf(encoding) === "utf16le" ? 2 : 1;
  for (let at = forwards ? from : Math.min(from, last); at >= 0 && at <= last; at += forwards ? step : -step) {
    let same = 0;
    while (same < wanted.length && buffer[at + same] === wanted[same]) same++;
    if (same === wanted.length) return at;
  }
  return -1;
}
