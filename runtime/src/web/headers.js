// Headers of the Fetch standard. A list keeps every appended value on its own, names in lower case, in the order
// they came, so that the server can send them as they were meant. An immutable one (what came in over the network)
// refuses every change. Deliberately without the standard's "request" and "response" guards, as workerd is.

import { brand } from "partyrs:brand";
import { has } from "partyrs:header_list";
import { iteratorOf } from "partyrs:iterators";

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE_TO_TRIM = /^[\t\n\r ]+|[\t\n\r ]+$/g;
const VALUE_TO_CHECK = /^[\t\n\r ]|[\t\n\r ]$|[\0\r\n]/;
const VALUE_REFUSED = /[\0\r\n]/;

let wrap; // (list, immutable): Headers over a list it may keep
let listOf; // (headers): its list, to be read only

/** Header names as users write them → in lower case; bounded, since names may be made up. */
const known = new Map();
const KNOWN_MAX = 256;

export class Headers {
  #list; // name, value, name, value, …
  #immutable = false;

  constructor(init = undefined) {
    if (init === undefined) this.#list = [];
    else if (typeof init !== "object" || init === null) throw new TypeError(
      "Failed to construct 'Headers': constructor parameter 1 is not of type 'Headers or Sequence or object'.",
    );
    else if (#list in init) this.#list = init.#list.slice();
    else this.#list = flatten(init);
  }

  append(name, value) {
    this.#mutable();
    this.#list.push(lower(name, "append"), clean(value));
  }

  delete(name) {
    this.#mutable();
    this.#remove(lower(name, "delete"));
  }

  get(name) {
    name = lower(name, "get");
    const list = this.#list;
    let value = null;
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name) value = value === null ? list[i + 1] : `${value}, ${list[i + 1]}`;
    }
    return value;
  }

  getAll(name) {
    if (String(name).toLowerCase() !== "set-cookie") {
      throw new TypeError('getAll() can only be used with the header name "Set-Cookie".');
    }
    return this.getSetCookie();
  }

  getSetCookie() {
    const list = this.#list;
    const cookies = [];
    for (let i = 0; i < list.length; i += 2) if (list[i] === "set-cookie") cookies.push(list[i + 1]);
    return cookies;
  }

  has(name) {
    return has(this.#list, lower(name, "has"));
  }

  set(name, value) {
    this.#mutable();
    name = lower(name, "set");
    value = clean(value);
    const list = this.#list;
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] !== name) continue;
      list[i + 1] = value;
      this.#remove(name, i + 2);
      return;
    }
    list.push(name, value);
  }

  forEach(callback, self) {
    for (const [name, value] of sorted(this.#list)) callback.call(self, value, name, this);
  }

  keys() { return iteratorOf(sorted(this.#list).map((entry) => entry[0])); }
  values() { return iteratorOf(sorted(this.#list).map((entry) => entry[1])); }
  entries() { return iteratorOf(sorted(this.#list)); }

  #mutable() {
    if (this.#immutable) throw new TypeError("Can't modify immutable headers.");
  }

  #remove(name, from = 0) {
    const list = this.#list;
    for (let i = list.length - 2; i >= from; i -= 2) if (list[i] === name) list.splice(i, 2);
  }

  static {
    wrap = (list, immutable) => {
      const headers = new Headers();
      headers.#list = list;
      headers.#immutable = immutable;
      return headers;
    };
    listOf = (headers) => headers.#list;
  }
}

export { wrap as wrapHeaders, listOf as headerList };

/** The flat list of Headers, a sequence of pairs or a plain object. */
export function headersFrom(init) {
  return init instanceof Headers ? listOf(init).slice() : listOf(new Headers(init));
}

function flatten(init) {
  const list = [];
  if (typeof init[Symbol.iterator] !== "function") {
    for (const name of Object.keys(init)) list.push(lower(name, "append"), clean(init[name]));
    return list;
  }
  for (const pair of init) {
    const [name, value, ...more] = pair;
    if (more.length > 0 || (value === undefined && [...pair].length !== 2)) {
      throw new TypeError(
        "To initialize a Headers object from a sequence, each inner sequence must have exactly two elements.",
      );
    }
    list.push(lower(name, "append"), clean(value));
  }
  return list;
}

function lower(name, method) {
  const found = known.get(name);
  if (found !== undefined) return found;
  if (name === undefined) {
    throw new TypeError(`Failed to execute '${method}' on 'Headers': parameter 1 is not of type 'ByteString'.`);
  }
  const text = String(name);
  if (!NAME.test(text)) throw new TypeError("Invalid header name.");
  const lowered = text.toLowerCase();
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(text, lowered);
  return lowered;
}

function clean(value) {
  const text = typeof value === "string" ? value : String(value);
  if (!VALUE_TO_CHECK.test(text)) return text;
  const trimmed = text.replace(VALUE_TO_TRIM, "");
  if (VALUE_REFUSED.test(trimmed)) throw new TypeError("Invalid header value.");
  return trimmed;
}

/** As iteration shows them: by name, values joined, each cookie on its own. */
function sorted(list) {
  const joined = new Map();
  const cookies = [];
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i];
    if (name === "set-cookie") cookies.push([name, list[i + 1]]);
    else joined.set(name, joined.has(name) ? `${joined.get(name)}, ${list[i + 1]}` : list[i + 1]);
  }
  return [...joined, ...cookies].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
}

Object.defineProperty(Headers.prototype, Symbol.iterator, {
  value: Headers.prototype.entries,
  writable: true,
  configurable: true,
});
brand(Headers);
