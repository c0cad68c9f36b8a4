// Request of the Fetch standard, as workerd has it. A Request from the host keeps its URL, flat headers and body as
// they came until someone looks. Deliberately without mode, credentials and referrer, which workerd has not either.

import host from "partyrs:host";
import { Body, extract, moveBody, copyBody, bodyToHost } from "partyrs:body";
import { has, headersFrom, wrapHeaders } from "partyrs:headers";

const FROM_HOST = Symbol("from the host");
const METHODS = /^(?:get|head|post|put|delete|options)$/i;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

let parts; // (request): [method, url, headers, body] for the host

export class Request extends Body {
  #method;
  #url;
  #list; // the flat list of the headers; Headers once made work on the same list
  #headers = null;
  #immutable = false;
  #signal = null;
  #redirect = "follow";
  #cf;

  constructor(input, init) {
    if (input === FROM_HOST) {
      super(init.content);
      this.#method = init.method;
      this.#url = init.url;
      this.#list = init.list;
      this.#immutable = true;
      this.#redirect = "manual";
      this.#cf = init.cf;
      return;
    }
    if (input === undefined) {
      throw new TypeError("Failed to construct 'Request': constructor parameter 1 is not of type 'Request or string'.");
    }
    // `new Request(request)` without an init copies; `new Request(url, request)` takes from the request.
    const source = typeof input === "object" && input !== null && #method in input ? input : null;
    const method = methodOf(init?.method, source?.method);
    const given = init?.body;
    const replaced = given !== undefined && given !== null;
    if (replaced && (method === "GET" || method === "HEAD")) {
      throw new TypeError("Request with a GET or HEAD method cannot have a body.");
    }
    if (!replaced && source?.bodyUsed && given !== null) {
      throw new TypeError("Cannot reconstruct a Request with a used body.");
    }
    const url = source ? source.#url : absolute(input);
    const { content, type } = replaced ? extract(given) : { content: null, type: null };
    const inherits = !replaced && given !== null && source;
    super(inherits ? moveBody(source) : content);
    this.#method = method;
    this.#url = url;
    this.#list = init?.headers !== undefined && init.headers !== null
      ? headersFrom(init.headers)
      : source ? source.#list.slice() : [];
    if (type && !has(this.#list, "content-type")) this.#list.push("content-type", type);
    this.#redirect = redirectOf(init?.redirect) ?? (source ? source.#redirect : "follow");
    this.#signal = init?.signal !== undefined ? init.signal : source ? source.#signal : null;
    this.#cf = init?.cf !== undefined ? init.cf : source?.cf;
  }

  get method() { return this.#method; }
  get url() { return this.#url; }
  get headers() { return (this.#headers ??= wrapHeaders(this.#list, this.#immutable)); }
  get redirect() { return this.#redirect; }
  get signal() { return (this.#signal ??= host.load("abort").neverAborted()); }
  get cf() { return this.#cf; }
  get fetcher() { return null; }
  get cache() { return undefined; }
  get integrity() { return ""; }
  get keepalive() { return false; }

  clone() {
    const content = copyBody(this);
    const twin = new Request(FROM_HOST, {
      content, method: this.#method, url: this.#url, list: this.#list.slice(), cf: this.#cf,
    });
    twin.#immutable = this.#immutable;
    twin.#redirect = this.#redirect;
    twin.#signal = this.#signal;
    return twin;
  }

  static { parts = (request) => [request.#method, request.#url, request.#list, bodyToHost(request)]; }
}
Object.defineProperty(Request.prototype, Symbol.toStringTag, { value: "Request", configurable: true });

/** `[method, url, headers, body]`; the request's body is then used. */
export function requestToHost(request) {
  if (request.bodyUsed) throw new TypeError("Cannot reconstruct a Request with a used body.");
  return parts(request);
}

/** A Request that came in: its headers are immutable, nothing is parsed. */
export function requestFromHost(method, url, list, content, cf) {
  return new Request(FROM_HOST, { method, url, list, content, cf });
}

function methodOf(method, inherited) {
  if (method === undefined || method === null) return inherited ?? "GET";
  const text = String(method);
  if (METHODS.test(text)) return text.toUpperCase();
  if (!TOKEN.test(text)) throw new TypeError(`Invalid HTTP method string: ${text}`);
  return text;
}

function absolute(input) {
  const text = String(input).toWellFormed();
  const url = host.urlNormalise(text);
  if (url === undefined) throw new TypeError(`Invalid URL: ${text}`);
  return url;
}

function redirectOf(redirect) {
  if (redirect === undefined || redirect === null) return null;
  if (redirect === "follow" || redirect === "manual") return redirect;
  throw new TypeError(
    'Invalid redirect value, must be one of "follow" or "manual" ("error" won\'t be implemented since it does not ' +
      'make sense at the edge; use "manual" and check the response status code).',
  );
}
