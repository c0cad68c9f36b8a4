// node:querystring.

import { Buffer } from "partyrs:node/buffer";

const escape = (text) => {
  const whole = typeof text === "string" ? text : typeof text === "object" ? String(text) : `${text}`;
  if (!whole.isWellFormed()) throw Object.assign(new URIError("URI malformed"), { code: "ERR_INVALID_URI" });
  return encodeURIComponent(whole);
};

/** Decodes what is well-formed and keeps the rest as it is. */
function unescapeBuffer(text) {
  const bytes = [];
  const source = Buffer.from(text);
  for (let at = 0; at < source.length; at++) {
    const hex = source[at] === 37 ? source.toString("latin1", at + 1, at + 3) : "";
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(parseInt(hex, 16));
      at += 2;
    } else {
      bytes.push(source[at]);
    }
  }
  return Buffer.from(bytes);
}

function unescape(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text).toString();
  }
}

function primitive(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return typeof value === "bigint" || typeof value === "boolean" ? String(value) : "";
}

function stringify(object, separator = "&", equals = "=", options) {
  if (object === null || typeof object !== "object") return "";
  const encode = options?.encodeURIComponent ?? querystring.escape;
  return Object.keys(object).flatMap((key) => {
    const name = encode(primitive(key)) + (equals || "=");
    return [object[key]].flat().map((value) => name + encode(primitive(value)));
  }).join(separator || "&");
}

function parse(text, separator = "&", equals = "=", options) {
  const result = { __proto__: null };
  if (typeof text !== "string" || text === "") return result;
  const decode = options?.decodeURIComponent ?? querystring.unescape;
  const limit = options?.maxKeys ?? 1000;
  const decoded = (part) => {
    const plain = part.replaceAll("+", " ");
    try {
      return decode(plain);
    } catch {
      return unescape(plain);
    }
  };
  const pairs = text.split(separator || "&").filter((pair) => pair !== "");
  for (const pair of limit > 0 ? pairs.slice(0, limit) : pairs) {
    const at = pair.indexOf(equals || "=");
    const key = decoded(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? "" : decoded(pair.slice(at + (equals || "=").length));
    if (!(key in result)) result[key] = value;
    else if (Array.isArray(result[key])) result[key].push(value);
    else result[key] = [result[key], value];
  }
  return result;
}

const querystring = { escape, unescape, unescapeBuffer, stringify, encode: stringify, parse, decode: parse };

export default querystring;
