// Request of the Fetch standard, as workerd has it. A Request from the host keeps its URL, flat headers and body as
// they came until someone looks. Deliberately without mode, credentials and referrer, which workerd has not either.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { Body, extract, moveBody, copyBody, bodyToHost, hasBody } from "partyrs:body";
import { has } from "partyrs:header_list";

/** Loaded when someone looks at the headers. */
const headers = () => host.load("headers");

const FROM_HOST = Symbol("from the host");
/** Stands for what `request.cf` says of a request that came in, until someone asks. */
const SAMPLE = Symbol("the sample");
const METHODS = /^(?:get|head|post|put|delete|options)$/i;
const FORBIDDEN_METHODS = /^(?:connect|track)$/i;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

const INTEGRITY =
  "Subrequest integrity checking is not implemented. The integrity option must be either undefined or an empty string.";
const USED = "Cannot reconstruct a Request with a used body.";

let listOf; // (request): the flat list of its headers, to be read only
let parts; // (request): [method, url, headers, body] for the host

export class Request extends Body {
  // { method, url, list, headers, immutable, redirect, signal, cf, cache }: one field, since fields are what making an object
  // costs. `list` is the flat list of the headers; `headers`, once made, work on that very list.
  #it;

  constructor(input, init) {
    if (input === FROM_HOST) {
      super(init.content);
      this.#it = init;
      return;
    }
    if (input === undefined) {
      throw new TypeError("Failed to construct 'Request': constructor parameter 1 is not of type 'Request or string'.");
    }
    const source = typeof input === "object" && input !== null && #it in input ? input : null;
    const it = source ? copyOf(source.#it) : fresh(absolute(input));
    it.method = methodOf(init?.method, it.method);
    const given = init?.body;
    const replaced = given !== undefined && given !== null;
    const inherits = given === undefined && source !== null && hasBody(source);
    if ((replaced || inherits) && (it.method === "GET" || it.method === "HEAD")) {
      throw new TypeError("Request with a GET or HEAD method cannot have a body.");
    }
    if (inherits && source.bodyUsed) throw new TypeError(USED);
    if (init !== undefined && init !== null) override(it, init);
    const { content, type } = replaced ? extract(given) : NOTHING;
    if (type && !has(it.list, "content-type")) it.list.push("content-type", type);
    super(inherits ? moveBody(source) : content);
    this.#it = it;
  }

  get method() { return this.#it.method; }
  get url() { return this.#it.url; }
  get headers() { return (this.#it.headers ??= headers().wrapHeaders(this.#it.list, this.#it.immutable)); }
  get redirect() { return this.#it.redirect; }
  get signal() { return (this.#it.signal ??= host.load("abort").neverAborted()); }
  get cf() {
    const it = this.#it;
    return it.cf === SAMPLE ? (it.cf = host.load("cf").sampleCf()) : it.cf;
  }
  get fetcher() { return null; }
  get cache() { return this.#it.cache; }
  get integrity() { return ""; }
  get keepalive() { return false; }

  clone() {
    const it = copyOf(this.#it);
    it.content = copyBody(this);
    it.immutable = this.#it.immutable;
    return new Request(FROM_HOST, it);
  }

  static {
    listOf = (request) => request.#it.list;
    parts = (request) => [request.#it.method, request.#it.url, request.#it.list, bodyToHost(request)];
  }
}
brand(Request);

/** `[method, url, headers, body]`; the request's body is then used. */
export function requestToHost(request) {
  if (request.bodyUsed) throw new TypeError(USED);
  return parts(request);
}

/** A Request that came in: its headers are immutable, nothing is parsed. */
export function requestFromHost(method, url, list, content) {
  return new Request(FROM_HOST, {
    content, method, url, list, headers: null, immutable: true, redirect: "manual", signal: null, cf: SAMPLE,
    cache: undefined,
  });
}

/** Whether the client asks for a WebSocket. */
export function isUpgrade(request) {
  const list = listOf(request);
  for (let i = 0; i < list.length; i += 2) if (list[i] === "upgrade") return list[i + 1].toLowerCase() === "websocket";
  return false;
}

const NOTHING = { content: null, type: null };

const fresh = (url) => ({
  content: null, method: "GET", url, list: [], headers: null, immutable: false, redirect: "follow", signal: null,
  cf: undefined, cache: undefined,
});

/** The same with headers of its own, which may be changed. */
const copyOf = (it) => ({ ...it, content: null, list: it.list.slice(), headers: null, immutable: false });

/** What `init` says about everything but the method and the body. */
function override(it, init) {
  const { headers: named, redirect, signal, cf, cache, integrity } = init;
  if (named !== undefined && named !== null) it.list = headers().headersFrom(named);
  if (redirect !== undefined && redirect !== null) it.redirect = redirectOf(redirect);
  if (signal !== undefined) it.signal = signal;
  if (cf !== undefined) it.cf = cf;
  if (cache !== undefined) it.cache = cacheOf(cache);
  if (integrity !== undefined && integrity !== "") throw new TypeError(INTEGRITY);
}

/** Responses are never cached: these two ask for what happens anyway. */
function cacheOf(cache) {
  if (cache === "no-store" || cache === "no-cache") return cache;
  throw new TypeError(`Unsupported cache mode: ${cache}`);
}

function methodOf(method, inherited) {
  if (method === undefined || method === null) return inherited ?? "GET";
  const text = String(method);
  if (METHODS.test(text)) return text.toUpperCase();
  if (!TOKEN.test(text) || FORBIDDEN_METHODS.test(text)) throw new TypeError(`Invalid HTTP method string: ${text}`);
  return text;
}

function absolute(input) {
  const text = String(input).toWellFormed();
  const url = host.urlNormalise(text);
  if (url === undefined) throw new TypeError(`Invalid URL: ${text}`);
  return url;
}

function redirectOf(redirect) {
  if (redirect === "follow" || redirect === "manual") return redirect;
  throw new TypeError(
    'Invalid redirect value, must be one of "follow" or "manual" ("error" won\'t be implemented since it does not ' +
      'make sense at the edge; use "manual" and check the response status code).',
  );
}
