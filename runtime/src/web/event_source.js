// EventSource: server-sent events over `fetch`, or over a stream one has already (`EventSource.from`, workerd's own).
// A connection that ends is made again after the time the server asked for; a refusal or a wrong type ends it for
// good, and so does the end of a stream that was passed in.
//
// Standard: HTML §9.2, without credentials.

import { brand } from "partyrs:brand";
import { ErrorEvent } from "partyrs:event_kinds";
import { defineHandler, Event, EventTarget, MessageEvent } from "partyrs:events";

const CONNECTING = 0, OPEN = 1, CLOSED = 2;
/** Until the server asks for another, ms. */
const RETRY_MS = 2000;
const STREAM = Symbol("a stream instead of a URL");

export class EventSource extends EventTarget {
  #url = "";
  #readyState = CONNECTING;
  #retryMs = RETRY_MS;
  #lastEventId = "";
  #fetcher = null;
  #ended = new AbortController();

  constructor(url, init) {
    super();
    if (url === STREAM) {
      this.#readyState = OPEN;
      this.#follow(init);
      return;
    }
    if (arguments.length === 0) {
      throw new TypeError("Failed to construct 'EventSource': constructor parameter 1 is not of type 'string'.");
    }
    if (init?.withCredentials) {
      throw new DOMException(
        "The init.withCredentials option is not supported. It must be false or undefined.",
        "NotSupportedError",
      );
    }
    if (!URL.canParse(url)) {
      throw new DOMException(`Cannot open an EventSource to '${url}'. The URL is invalid.`, "SyntaxError");
    }
    this.#url = new URL(url).href;
    this.#fetcher = init?.fetcher ?? null;
    this.#connect();
  }

  static from(stream) {
    if (stream instanceof ReadableStream) return new EventSource(STREAM, stream);
    throw new TypeError("Failed to execute 'from' on 'EventSource': parameter 1 is not of type 'ReadableStream'.");
  }

  get url() { return this.#url; }
  get readyState() { return this.#readyState; }
  get withCredentials() { return false; }

  close() {
    this.#readyState = CLOSED;
    this.#ended.abort();
  }

  /** Asks for the events until there are no more to come. */
  async #connect() {
    const { signal } = this.#ended;
    while (this.#readyState !== CLOSED) {
      try {
        await this.#receive(await this.#request(signal), signal);
        this.#lost("The server disconnected.");
      } catch (error) {
        this.#lost(error);
      }
      if (this.#readyState === CLOSED) return;
      await scheduler.wait(this.#retryMs, { signal }).catch(() => {});
    }
  }

  #request(signal) {
    const headers = { accept: "text/event-stream", "cache-control": "no-cache" };
    if (this.#lastEventId !== "") headers["last-event-id"] = this.#lastEventId;
    const init = { headers, signal };
    return this.#fetcher === null ? fetch(this.#url, init) : this.#fetcher.fetch(this.#url, init);
  }

  async #receive(response, signal) {
    const type = response.headers.get("content-type") ?? "";
    const refusal = response.status !== 200
      ? `The response has status code ${response.status}.`
      : /^text\/event-stream\s*(;|$)/i.test(type) ? null : `The content type '${type}' is not text/event-stream.`;
    if (refusal !== null) {
      response.body?.cancel().catch(() => {});
      this.#fail(refusal);
      return;
    }
    if (signal.aborted) return;
    this.#readyState = OPEN;
    this.dispatchEvent(new Event("open"));
    if (response.body !== null) await this.#read(response.body, new URL(response.url || this.#url).origin);
  }

  /** The events of a stream that was passed in. */
  async #follow(stream) {
    const { signal } = this.#ended;
    try {
      // Who made it has no listeners yet.
      await scheduler.wait(0, { signal });
      this.dispatchEvent(new Event("open"));
      await this.#read(stream, "null");
      this.#fail("The stream has ended.");
    } catch (error) {
      this.#fail(error);
    }
  }

  async #read(body, origin) {
    const lines = new Lines();
    const message = { data: "", type: "", id: this.#lastEventId };
    const reader = body.getReader();
    const stop = () => reader.cancel().catch(() => {});
    this.#ended.signal.addEventListener("abort", stop);
    const decoder = new TextDecoder();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        for (const line of lines.of(decoder.decode(next.value, { stream: true }))) {
          if (this.#readyState === CLOSED) return;
          this.#line(line, message, origin);
        }
      }
    } finally {
      this.#ended.signal.removeEventListener("abort", stop);
    }
  }

  #line(line, message, origin) {
    if (line === "") return this.#dispatch(message, origin);
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
    if (field === "event") message.type = value;
    else if (field === "data") message.data += `${value}\n`;
    else if (field === "id" && !value.includes("\0")) message.id = value;
    else if (field === "retry" && /^[0-9]+$/.test(value)) this.#retryMs = Number(value);
  }

  #dispatch(message, origin) {
    this.#lastEventId = message.id;
    const { data, type } = message;
    message.data = message.type = "";
    if (data === "") return;
    const init = { data: data.slice(0, -1), origin, lastEventId: this.#lastEventId };
    this.dispatchEvent(new MessageEvent(type || "message", init));
  }

  /** The connection is gone and will be made again, unless it was closed. */
  #lost(error) {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CONNECTING;
    this.#complain(error);
  }

  #fail(error) {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSED;
    this.#complain(error);
  }

  #complain(error) {
    const message = String(error?.message ?? error);
    this.dispatchEvent(new ErrorEvent("error", { message, error: typeof error === "string" ? new Error(error) : error }));
  }
}

/** Lines from pieces of text: each ends with CR, LF or both. */
class Lines {
  #rest = "";
  #first = true;

  *of(text) {
    if (this.#first && text !== "") {
      this.#first = false;
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    }
    let from = 0;
    const all = this.#rest + text;
    for (;;) {
      const match = /\r\n|\n|\r/g;
      match.lastIndex = from;
      const end = match.exec(all);
      // A CR at the very end may be half of a line's end.
      if (end === null || (end[0] === "\r" && end.index === all.length - 1)) break;
      yield all.slice(from, end.index);
      from = match.lastIndex;
    }
    this.#rest = all.slice(from);
  }
}

for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSED })) {
  Object.defineProperty(EventSource, name, { value, enumerable: true });
  Object.defineProperty(EventSource.prototype, name, { value, enumerable: true });
}
for (const type of ["open", "message", "error"]) defineHandler(EventSource.prototype, type);
brand(EventSource);
