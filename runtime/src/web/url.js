// URL and URLSearchParams of the URL standard; parsing and the setters' rules are the host's. A URL holds its
// parts as the host returned them; its searchParams exist once asked for, and the two follow each other.

import { brand } from "partyrs:brand";
import host from "partyrs:host";

// The places of the parts in what the host returns.
const HREF = 0, PROTOCOL = 1, USERNAME = 2, PASSWORD = 3, HOST = 4, HOSTNAME = 5, PORT = 6, PATHNAME = 7,
  SEARCH = 8, HASH = 9, ORIGIN = 10;

let makeParams; // (url, search): the URLSearchParams of a URL
let resetParams; // (params, search)
let setSearch; // (url, search): from its params

const text = (value) => (typeof value === "string" ? value : String(value)).toWellFormed();

const parse = (url, base) => host.urlParse(text(url), base === undefined ? undefined : text(base));

export class URL {
  #parts;
  #params = null;

  constructor(url, base) {
    if (arguments.length === 0) {
      throw new TypeError("Failed to construct 'URL': constructor parameter 1 is not of type 'string'.");
    }
    const parts = parse(url, base);
    if (parts === undefined) throw new TypeError("Invalid URL string.");
    this.#parts = parts;
  }

  static canParse(url, base) { return parse(url, base) !== undefined; }

  static parse(url, base) { return URL.canParse(url, base) ? new URL(url, base) : null; }

  get href() { return this.#parts[HREF]; }
  get origin() { return this.#parts[ORIGIN]; }
  get protocol() { return this.#parts[PROTOCOL]; }
  get username() { return this.#parts[USERNAME]; }
  get password() { return this.#parts[PASSWORD]; }
  get host() { return this.#parts[HOST]; }
  get hostname() { return this.#parts[HOSTNAME]; }
  get port() { return this.#parts[PORT]; }
  get pathname() { return this.#parts[PATHNAME]; }
  get search() { return this.#parts[SEARCH]; }
  get hash() { return this.#parts[HASH]; }
  get searchParams() { return (this.#params ??= makeParams(this, this.#parts[SEARCH])); }

  set href(value) {
    const parts = parse(value);
    if (parts === undefined) throw new TypeError("Invalid URL string.");
    this.#parts = parts;
    this.#follow();
  }
  set protocol(value) { this.#set("protocol", value); }
  set username(value) { this.#set("username", value); }
  set password(value) { this.#set("password", value); }
  set host(value) { this.#set("host", value); }
  set hostname(value) { this.#set("hostname", value); }
  set port(value) { this.#set("port", value); }
  set pathname(value) { this.#set("pathname", value); }
  set hash(value) { this.#set("hash", value); }
  set search(value) {
    this.#set("search", value);
    this.#follow();
  }

  #set(part, value) { this.#parts = host.urlSet(this.#parts[HREF], part, text(value)); }

  #follow() { if (this.#params) resetParams(this.#params, this.#parts[SEARCH]); }

  toString() { return this.#parts[HREF]; }
  toJSON() { return this.#parts[HREF]; }

  static { setSearch = (url, search) => url.#set("search", search); }
}

/** The search part without its question mark. */
const query = (search) => (search.charCodeAt(0) === 63 ? search.slice(1) : search);

let entries; // URLSearchParams.prototype.entries: params whose iterator users replaced are iterated

export class URLSearchParams {
  #list; // name, value, name, value, …
  #url = null;

  constructor(init = "") {
    if (typeof init !== "object" && typeof init !== "function") this.#list = host.formDecode(query(text(init)));
    else if (init === null) this.#list = ["null", ""];
    else if (#list in init && init[Symbol.iterator] === entries) this.#list = init.#list.slice();
    else this.#list = flatten(init);
  }

  get size() { return this.#list.length / 2; }

  append(name, value) {
    this.#list.push(text(name), text(value));
    this.#changed();
  }

  delete(name, value) {
    name = text(name);
    if (value !== undefined) value = text(value);
    const kept = [];
    const list = this.#list;
    for (let i = 0; i < list.length; i += 2) {
      const goes = list[i] === name && (value === undefined || list[i + 1] === value);
      if (!goes) kept.push(list[i], list[i + 1]);
    }
    this.#list = kept;
    this.#changed();
  }

  get(name) {
    const at = this.#find(text(name), 0);
    return at < 0 ? null : this.#list[at + 1];
  }

  getAll(name) {
    name = text(name);
    const values = [];
    for (let at = this.#find(name, 0); at >= 0; at = this.#find(name, at + 2)) values.push(this.#list[at + 1]);
    return values;
  }

  has(name, value) {
    if (value === undefined) return this.#find(text(name), 0) >= 0;
    return this.getAll(name).includes(text(value));
  }

  set(name, value) {
    name = text(name);
    value = text(value);
    const first = this.#find(name, 0);
    if (first < 0) {
      this.#list.push(name, value);
    } else {
      this.#list[first + 1] = value;
      this.#list = this.#list.filter((_, i) => i < first + 2 || this.#list[i & ~1] !== name);
    }
    this.#changed();
  }

  sort() {
    const pairs = [...this].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    this.#list = pairs.flat();
    this.#changed();
  }

  forEach(callback, self) {
    const list = this.#list;
    for (let i = 0; i < list.length; i += 2) callback.call(self, list[i + 1], list[i], this);
  }

  *keys() { for (let i = 0; i < this.#list.length; i += 2) yield this.#list[i]; }
  *values() { for (let i = 1; i < this.#list.length; i += 2) yield this.#list[i]; }
  *entries() { for (let i = 0; i < this.#list.length; i += 2) yield [this.#list[i], this.#list[i + 1]]; }

  toString() { return host.formEncode(this.#list); }

  #find(name, from) {
    const list = this.#list;
    for (let i = from; i < list.length; i += 2) if (list[i] === name) return i;
    return -1;
  }

  #changed() { if (this.#url) setSearch(this.#url, host.formEncode(this.#list)); }

  static {
    makeParams = (url, search) => {
      const params = new URLSearchParams(search);
      params.#url = url;
      return params;
    };
    resetParams = (params, search) => { params.#list = host.formDecode(query(search)); };
  }
}

/** The flat list of a sequence of pairs or of an object's own entries. */
function flatten(init) {
  const list = [];
  if (typeof init[Symbol.iterator] !== "function") {
    // Names that are one as Unicode are one.
    const record = new Map();
    for (const name of Object.keys(init)) record.set(text(name), text(init[name]));
    for (const [name, value] of record) list.push(name, value);
    return list;
  }
  for (const entry of init) {
    const pair = [...entry];
    if (pair.length !== 2) throw new TypeError("Invalid URL search params sequence.");
    list.push(text(pair[0]), text(pair[1]));
  }
  return list;
}

entries = URLSearchParams.prototype.entries;
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  value: entries,
  writable: true,
  configurable: true,
});
brand(URL, URLSearchParams);
