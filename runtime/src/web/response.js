// Response of the Fetch standard, as workerd has it: with a WebSocket at status 101, `cf` and `encodeBody`. A
// Response that nobody read goes back to the host as it came.

import host from "partyrs:host";
import { Body, extract, copyBody, bodyToHost } from "partyrs:body";
import { has, headersFrom, wrapHeaders } from "partyrs:headers";
import { REASONS } from "partyrs:reasons";

const READY = Symbol("checked already");
const RANGE = "Responses may only be constructed with status codes in the range 200 to 599, inclusive.";

let parts; // (response): [status, statusText, headers, body, webSocket] for the host

export class Response extends Body {
  #status;
  #statusText;
  #list; // the flat list of the headers; Headers once made work on the same list
  #headers = null;
  #immutable = false;
  #webSocket = null;
  #url = "";
  #redirected = false;
  #cf;
  #encodeBody = "automatic";

  constructor(body, init) {
    if (body === READY) {
      super(init.content);
      this.#status = init.status;
      this.#statusText = init.statusText;
      this.#list = init.list;
      this.#immutable = init.immutable;
      this.#url = init.url;
      this.#webSocket = init.webSocket ?? null;
      return;
    }
    if (init !== undefined && init !== null && typeof init !== "object") {
      throw new TypeError(
        "Failed to construct 'Response': constructor parameter 2 is not of type 'ResponseInit'.",
      );
    }
    const webSocket = init?.webSocket ?? null;
    const status = statusOf(init?.status, webSocket);
    if (body !== undefined && body !== null && isNullBody(status)) {
      throw new TypeError("Response with null body status (101, 204, 205, or 304) cannot have a body.");
    }
    const { content, type } = extract(body);
    super(content);
    this.#status = status;
    this.#statusText = init?.statusText === undefined ? (REASONS[status] ?? "") : String(init.statusText);
    this.#list = init?.headers === undefined || init.headers === null ? [] : headersFrom(init.headers);
    if (type && !has(this.#list, "content-type")) this.#list.push("content-type", type);
    this.#webSocket = webSocket;
    this.#cf = init?.cf;
    this.#encodeBody = encodingOf(init?.encodeBody);
  }

  static json(data, init) {
    const text = JSON.stringify(data);
    if (text === undefined) {
      throw new TypeError("Failed to execute 'json' on 'Response': parameter 1 is not of type 'JsValue'.");
    }
    const response = new Response(text, init);
    // The constructor has just added text/plain at the end, unless the user chose a type.
    const list = response.#list;
    if (init?.headers === undefined || !has(headersFrom(init.headers), "content-type")) {
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
    return responseFromHost(status, "", ["location", location], null, "");
  }

  static error() {
    throw new Error("Failed to execute 'error' on 'Response': the method is not implemented.");
  }

  get status() { return this.#status; }
  get statusText() { return this.#statusText; }
  get ok() { return this.#status >= 200 && this.#status < 300; }
  get headers() { return (this.#headers ??= wrapHeaders(this.#list, this.#immutable)); }
  get webSocket() { return this.#webSocket; }
  get url() { return this.#url; }
  get redirected() { return this.#redirected; }
  get cf() { return this.#cf; }
  get encodeBody() { return this.#encodeBody; }

  clone() {
    if (this.#webSocket) throw new TypeError("Cannot clone a response to a WebSocket handshake.");
    const twin = new Response(READY, {
      content: copyBody(this),
      status: this.#status,
      statusText: this.#statusText,
      list: this.#list.slice(),
      immutable: this.#immutable,
      url: this.#url,
    });
    twin.#cf = this.#cf;
    twin.#encodeBody = this.#encodeBody;
    return twin;
  }

  static {
    parts = (response) => [
      response.#status, response.#statusText, response.#list, bodyToHost(response), response.#webSocket,
    ];
  }
}
Object.defineProperty(Response.prototype, Symbol.toStringTag, { value: "Response", configurable: true });

/** `[status, statusText, headers, body, webSocket]`; the response's body is then used. */
export function responseToHost(response) {
  return parts(response);
}

/** A Response that came in: its headers are immutable, its status is not checked. */
export function responseFromHost(status, statusText, list, content, url, webSocket = null) {
  return new Response(READY, {
    content, status, statusText: statusText || (REASONS[status] ?? ""), list, immutable: true, url, webSocket,
  });
}

const isNullBody = (status) => status === 101 || status === 204 || status === 205 || status === 304;

function statusOf(given, webSocket) {
  const status = given === undefined ? 200 : Math.trunc(Number(given));
  if (webSocket !== null) {
    if (status === 101) return 101;
    throw new RangeError("Responses with a WebSocket must have status code 101.");
  }
  if (status >= 200 && status <= 599) return status;
  throw new RangeError(RANGE);
}

function encodingOf(given) {
  if (given === undefined || given === "automatic" || given === "manual") return given ?? "automatic";
  throw new TypeError(`encodeBody: unexpected value: ${given}`);
}
