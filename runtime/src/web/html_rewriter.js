// HTMLRewriter, as workerd has it: handlers for parts of a document that match CSS selectors. The host parses on a
// thread of its own and stops at each part that somebody listens to; the handler runs here, in the room's turn, may
// be a promise, and its changes go back. Nothing is read that nobody reads from the rewritten body.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { bytesOf } from "partyrs:bytes";
import { moveBody } from "partyrs:body";
import { Response } from "partyrs:response";
import { streamOf } from "partyrs:streams";
import { changesOf, tokenOf } from "partyrs:html_tokens";

/** Bytes that are written at once: so much may come out in one piece. */
const PIECE_BYTES_MAX = 65_536;

const ELEMENT_KINDS = ["element", "comments", "text"];
const DOCUMENT_KINDS = ["doctype", "comments", "text", "end"];

const wrongType = (method, place, type) =>
  new TypeError(`Failed to execute '${method}' on 'HTMLRewriter': parameter ${place} is not of type '${type}'.`);

/** `{ selector, handlers, kinds }`: what the user gave and which of its functions there are. */
function listener(selector, handlers, kinds, type) {
  const present = kinds.filter((kind) => handlers[kind] !== undefined && handlers[kind] !== null);
  for (const kind of present) {
    if (typeof handlers[kind] === "function") continue;
    throw new TypeError(
      `Incorrect type for the '${kind}' field on '${type}': the provided value is not of type 'function'.`,
    );
  }
  return { selector, kinds: present, handlers: Object.fromEntries(present.map((kind) => [kind, handlers[kind].bind(handlers)])) };
}

const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";

export class HTMLRewriter {
  #listeners = [];

  on(selector, handlers) {
    if (arguments.length === 0) throw wrongType("on", 1, "string");
    if (!isObject(handlers)) throw wrongType("on", 2, "ElementContentHandlers");
    const text = String(selector);
    host.rewriterSelector(text);
    this.#listeners.push(listener(text, handlers, ELEMENT_KINDS, "ElementContentHandlers"));
    return this;
  }

  onDocument(handlers) {
    if (!isObject(handlers)) throw wrongType("onDocument", 1, "DocumentContentHandlers");
    this.#listeners.push(listener(null, handlers, DOCUMENT_KINDS, "DocumentContentHandlers"));
    return this;
  }

  transform(response) {
    if (!(response instanceof Response)) throw wrongType("transform", 1, "Response");
    if (response.body === null) return response;
    const { status, statusText, headers, cf, encodeBody } = response;
    const body = moveBody(response);
    const stream = body instanceof ReadableStream ? body : streamOf(body);
    const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers.get("content-type") ?? "")?.[1] ?? "utf-8";
    const rewriting = new Rewriting(stream.getReader(), this.#listeners.slice(), charset);
    const kept = new Headers(headers);
    kept.delete("content-length");
    const rewritten = new ReadableStream(rewriting, { highWaterMark: 0 });
    return new Response(rewritten, { status, statusText, headers: kept, cf, encodeBody });
  }
}
brand(HTMLRewriter);

const dropped = new FinalizationRegistry((place) => host.rewriterDrop(place.number));

/** One document on its way: the source of the rewritten body. */
class Rewriting {
  type = "bytes";
  #reader;
  #listeners;
  #charset;
  #place = { number: 0 }; // the host's rewriter; the registry must not hold `this`
  #bytes = null; // what was read and is not written yet
  #endTags = []; // handlers of end tags, by number above those of the listeners
  #ended = false;

  constructor(reader, listeners, charset) {
    this.#reader = reader;
    this.#listeners = listeners;
    this.#charset = charset;
    dropped.register(this, this.#place);
  }

  async pull(controller) {
    try {
      if (this.#place.number === 0) this.#start();
      while (!this.#ended) {
        const bytes = await this.#step();
        if (bytes.length > 0) {
          controller.enqueue(bytes);
          return;
        }
      }
    } catch (error) {
      this.#drop();
      this.#reader.cancel(error).catch(() => {});
      throw error;
    }
    this.#drop();
    controller.close();
    controller.byobRequest?.respond(0);
  }

  cancel(reason) {
    this.#ended = true;
    this.#drop();
    return this.#reader.cancel(reason);
  }

  #start() {
    const wanted = this.#listeners.map(({ selector, kinds }) => [selector, kinds]);
    this.#place.number = host.rewriterStart(wanted, this.#charset);
  }

  #drop() {
    host.rewriterDrop(this.#place.number);
  }

  /** Writes one piece or the end: what comes out of it. */
  async #step() {
    const { number } = this.#place;
    const piece = await this.#piece();
    let reply = piece === null ? host.rewriterEnd(number) : host.rewriterWrite(number, piece);
    while (reply[0] !== "output" && reply[0] !== "end") {
      reply = host.rewriterResume(number, await this.#call(reply));
    }
    this.#ended ||= reply[0] === "end";
    return reply[1];
  }

  /** The next bytes to write; null at the end. */
  async #piece() {
    while (this.#bytes === null || this.#bytes.length === 0) {
      const { value, done } = await this.#reader.read();
      if (done) return null;
      this.#bytes = bytesOf(value);
      if (this.#bytes === null) throw new TypeError("This ReadableStream did not return bytes.");
    }
    const piece = this.#bytes.subarray(0, PIECE_BYTES_MAX);
    this.#bytes = this.#bytes.subarray(PIECE_BYTES_MAX);
    return piece;
  }

  /** Runs the handler that `[kind, handler, …]` asks for: the changes it made. */
  async #call([kind, number, ...parts]) {
    const token = tokenOf(kind, parts, (handler) => this.#listeners.length + this.#endTags.push(handler) - 1);
    const place = kind === "end of document" ? "end" : kind;
    const handler = kind === "endTag"
      ? this.#endTags[number - this.#listeners.length]
      : this.#listeners[number].handlers[place];
    let failed = true;
    try {
      await handler(token);
      failed = false;
    } finally {
      if (failed) changesOf(token);
    }
    return Promise.all(changesOf(token));
  }
}
