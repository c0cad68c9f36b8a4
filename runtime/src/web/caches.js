// caches: responses kept in memory for all rooms of this process, with workerd's rules: only what says that it may be
// kept is, for as long as it says, and only for GET. Answers ranges and conditions. What workerd names but does not
// have throws by name.

import { brand } from "partyrs:brand";
import host from "partyrs:host";

const illegal = Symbol("only made here");

export class Cache {
  #name;

  constructor(token, name) {
    if (token !== illegal) throw new TypeError("Illegal constructor");
    this.#name = name;
  }

  async put(request, response) {
    const { method, url } = new Request(request);
    if (method !== "GET") throw new TypeError("Cannot cache response to non-GET request.");
    if (!(response instanceof Response)) throw new TypeError("Cache.put needs a Response");
    if (response.status === 206) throw new TypeError("Cannot cache response to a range request (206 Partial Content).");
    if (response.headers.get("vary")?.split(",").some((name) => name.trim() === "*")) {
      throw new TypeError("Cannot cache response with 'Vary: *' header.");
    }
    const seconds = lifetime(response.headers);
    const head = JSON.stringify([response.status, response.statusText, [...response.headers]]);
    const body = new Uint8Array(await response.arrayBuffer());
    if (seconds > 0) host.cachePut(this.#name, keyOf(url), head, body, seconds);
  }

  async match(request, options) {
    const { method, url, headers: asked } = new Request(request);
    if (method !== "GET" && !options?.ignoreMethod) return undefined;
    const found = host.cacheGet(this.#name, keyOf(url));
    if (found === undefined) return undefined;
    const [status, statusText, list] = JSON.parse(found[0]);
    const headers = new Headers(list);
    headers.set("cf-cache-status", "HIT");
    headers.set("age", String(found[2]));
    if (!headers.has("date")) headers.set("date", new Date(Date.now() - found[2] * 1000).toUTCString());
    if (isUnchanged(asked, headers)) return new Response(null, { status: 304, headers });
    const range = status === 200 ? asked.get("range") : null;
    if (range !== null) return partial(range, found[1], headers);
    return new Response(status === 204 || status === 205 || status === 304 ? null : found[1], { status, statusText, headers });
  }

  async delete(request, options) {
    const { method, url } = new Request(request);
    return (method === "GET" || Boolean(options?.ignoreMethod)) && host.cacheDelete(this.#name, keyOf(url));
  }
}

export class CacheStorage {
  #default = new Cache(illegal, "");

  constructor(token) {
    if (token !== illegal) throw new TypeError("Illegal constructor");
  }

  get default() {
    return this.#default;
  }

  async open(name) {
    return new Cache(illegal, `:${name}`);
  }
}

unimplemented(Cache, "add", "addAll", "keys", "matchAll");
unimplemented(CacheStorage, "delete", "has", "keys", "match");
brand(Cache, CacheStorage);

function unimplemented({ name, prototype }, ...methods) {
  for (const method of methods) {
    const value = () => { throw new Error(`Failed to execute '${method}' on '${name}': the method is not implemented.`); };
    Object.defineProperty(prototype, method, { value, writable: true, configurable: true });
  }
}

export const caches = new CacheStorage(illegal);

const keyOf = (url) => url.split("#", 1)[0];

/** How many seconds a response may be kept; 0 for not at all. */
function lifetime(headers) {
  const control = headers.get("cache-control")?.toLowerCase() ?? "";
  if (/\b(no-store|no-cache|private)\b/.test(control) || headers.has("set-cookie")) return 0;
  const age = /\bs-maxage\s*=\s*"?(\d+)/.exec(control) ?? /\bmax-age\s*=\s*"?(\d+)/.exec(control);
  if (age) return Number(age[1]);
  const expires = Date.parse(headers.get("expires") ?? "");
  if (!Number.isNaN(expires)) return (expires - Date.now()) / 1000;
  return 0;
}

/** Whether who asks has this response already: by its tag where they name one, else by its date. */
function isUnchanged(asked, headers) {
  const tags = asked.get("if-none-match");
  if (tags !== null) {
    const tag = opaque(headers.get("etag") ?? "");
    return tags.trim() === "*" || (tag !== "" && tags.split(",").some((one) => opaque(one) === tag));
  }
  const since = Date.parse(asked.get("if-modified-since") ?? "");
  return Date.parse(headers.get("last-modified") ?? "") <= since;
}

const opaque = (tag) => tag.trim().replace(/^W\//, "");

/** The range of `body` that is asked for; all of it where several are, or none that can be read. */
function partial(range, body, headers) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (first === undefined || (first === "" && last === "")) return new Response(body, { headers });
  const { length } = body;
  const start = first === "" ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === "" || last === "" ? length - 1 : Math.min(Number(last), length - 1);
  if (start > end) {
    return new Response(null, { status: 416, headers: { "content-range": `bytes */${length}`, "cf-cache-status": "HIT" } });
  }
  headers.set("content-length", String(end + 1 - start));
  headers.set("content-range", `bytes ${start}-${end}/${length}`);
  return new Response(body.slice(start, end + 1), { status: 206, headers });
}
