// Response of the Fetch standard, as workerd has it: with a WebSocket at status 101, `cf` and `encodeBody`. A
// Response that nobody read goes back to the host as it came.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { Body, extract, copyBody, bodyToHost, promisedLength } from "partyrs:body";
import { has } from "partyrs:header_list";

/** Loaded when someone looks at the headers, or gives some. */
const headers = () => host.load("headers");

const READY = Symbol("checked already");
const ERROR_SENT = "Return value from serve handler must not be an error response (like Response.error())";
const RANGE = "Responses may only be constructed with status codes in the range 200 to 599, inclusive.";

let parts; // (response): [status, statusText, headers, body, encodeBody, webSocket] for the host

export class Response extends Body {
  // { status, statusText, list, headers, immutable, webSocket, url, redirected, cf, encodeBody }: one field, since fields are what
  // making an object costs. `list` is the flat list of the headers; `headers`, once made, work on that very list.
  #it;

  constructor(body, init) {
    if (body === READY) {
      super(init.content);
      this.#it = init;
      return;
    }
    if (init === undefined || init === null) {
      const { content, type } = extract(body);
      super(content);
      this.#it = ready(200, "OK", type ? ["content-type", type] : []);
      return;
    }
    if (typeof init !== "object") {
      throw new TypeError(
        "Failed to construct 'Response': constructor parameter 2 is not of type 'InitializerDict or Response'.",
      );
    }
    const { status: given, statusText, headers: named, webSocket = null, cf, encodeBody } = init;
    const status = statusOf(given, webSocket);
    const { content, type } = isNullBody(status) ? emptyBody(body) : extract(body);
    const list = named === undefined || named === null ? [] : headers().headersFrom(named);
    if (type && !has(list, "content-type")) list.push("content-type", type);
    super(content);
    this.#it = ready(status, statusText === undefined ? reasonOf(status) : checkedReason(statusText), list);
    this.#it.webSocket = webSocket;
    this.#it.cf = cf;
    this.#it.encodeBody = encodingOf(encodeBody);
  }

  static json(data, init) {
    const text = JSON.stringify(data);
    if (text === undefined) {
      throw new TypeError("Failed to execute 'json' on 'Response': parameter 1 is not of type 'JsValue'.");
    }
    const response = new Response(text, init);
    // The constructor has just added text/plain at the end, unless the user chose a type.
    const { list } = response.#it;
    if (init?.headers === undefined || !has(headers().headersFrom(init.headers), "content-type")) {
      list[list.lastIndexOf("content-type") + 1] = "application/json";
    }
    return response;
  }

  static redirect(url, status = 302) {
    const text = String(url).toWellFormed();
    const location = host.urlNormalise(text);
    if (location === undefined) throw new TypeError(`Unable to parse URL: ${text}`);
    if (![301, 302, 303, 307, 308].includes(status)) {
      throw new RangeError(
        `${status} is not a redirect status code. It must be one of: 301, 302, 303, 307, or 308.`,
      );
    }
    return responseFromHost([status, "", ["location", location], null, "automatic"], "");
  }

  static error() {
    return new Response(READY, { ...ready(0, "", []), immutable: true });
  }

  get type() { return this.#it.status === 0 ? "error" : "default"; }
  get status() { return this.#it.status; }
  get statusText() { return this.#it.statusText; }
  get ok() { return this.#it.status >= 200 && this.#it.status < 300; }
  get headers() { return (this.#it.headers ??= headers().wrapHeaders(this.#it.list, this.#it.immutable)); }
  get webSocket() { return this.#it.webSocket; }
  get url() { return this.#it.url; }
  get redirected() { return this.#it.redirected; }
  get cf() { return this.#it.cf; }
  get encodeBody() { return this.#it.encodeBody; }

  clone() {
    if (this.#it.webSocket) throw new TypeError("Cannot clone a response to a WebSocket handshake.");
    const content = copyBody(this);
    return new Response(READY, { ...this.#it, content, list: this.#it.list.slice(), headers: null });
  }

  static {
    parts = (response) => {
      const { status, statusText, list, encodeBody, webSocket } = response.#it;
      if (status === 0) throw new TypeError(ERROR_SENT);
      const length = promisedLength(response);
      if (length !== null && !has(list, "content-length")) list.push("content-length", String(length));
      return [status, statusText, list, bodyToHost(response), encodeBody, webSocket];
    };
  }
}
brand(Response);

/** `[status, statusText, headers, body, encodeBody, webSocket]`; the response's body is then used. */
export function responseToHost(response) {
  return parts(response);
}

/** A Response that came in, from the same parts: its headers are immutable, its status is not checked. */
export function responseFromHost([status, statusText, list, content, encodeBody], url, webSocket = null, redirected = false) {
  const it = ready(status, statusText || reasonOf(status), list);
  it.content = content;
  it.immutable = true;
  it.encodeBody = encodeBody;
  it.url = url;
  it.webSocket = webSocket;
  it.redirected = redirected;
  return new Response(READY, it);
}

const ready = (status, statusText, list) => ({
  content: null, status, statusText, list, headers: null, immutable: false, webSocket: null, url: "",
  redirected: false, cf: undefined, encodeBody: "automatic",
});

/** The usual text of `status`; that of a handshake needs no table. */
const reasonOf = (status) => (status === 101 ? "Switching Protocols" : (host.load("reasons").REASONS[status] ?? ""));

const isNullBody = (status) => status === 101 || status === 204 || status === 205 || status === 304;

function emptyBody(body) {
  if (body !== undefined && body !== null && body !== "") {
    throw new TypeError("Response with null body status (101, 204, 205, or 304) cannot have a body.");
  }
  return { content: null, type: null };
}

function statusOf(given, webSocket) {
  const status = given === undefined ? 200 : Math.trunc(Number(given));
  if (webSocket !== null) {
    if (status === 101) return 101;
    throw new RangeError("Responses with a WebSocket must have status code 101.");
  }
  if (status >= 200 && status <= 599) return status;
  throw new RangeError(RANGE);
}

function checkedReason(statusText) {
  const text = String(statusText);
  if (/[\0-\x1f]/.test(text)) throw new TypeError("Invalid statusText");
  return text;
}

function encodingOf(given) {
  if (given === undefined || given === "automatic" || given === "manual") return given ?? "automatic";
  throw new TypeError(`encodeBody: unexpected value: ${given}`);
}
