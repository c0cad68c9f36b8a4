// caches: responses kept in memory for all rooms of this process, with workerd's rules: only what says that it may be
// kept is, for as long as it says, and only for GET.

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
    const { method, url } = new Request(request);
    if (method !== "GET" && !options?.ignoreMethod) return undefined;
    const found = host.cacheGet(this.#name, keyOf(url));
    if (found === undefined) return undefined;
    const [status, statusText, headers] = JSON.parse(found[0]);
    const response = new Response(status === 204 || status === 205 || status === 304 ? null : found[1], { status, statusText, headers });
    response.headers.set("cf-cache-status", "HIT");
    response.headers.set("age", String(found[2]));
    if (!response.headers.has("date")) response.headers.set("date", new Date(Date.now() - found[2] * 1000).toUTCString());
    return response;
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

brand(Cache, CacheStorage);

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
