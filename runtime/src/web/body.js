// The body of a Request or a Response (Fetch standard, Body). What came whole stays a string or bytes, what comes
// from the host as a stream stays the host's; a ReadableStream is made only when `.body` is touched, and given back
// unread it becomes what it was made from again. A body is read once.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { op } from "partyrs:ops";
import { bytesOf, bufferOf } from "partyrs:bytes";

const USED = "Body has already been used. It can only be used once. Use tee() first if you need to read it twice.";
const NO_BYTES = "This ReadableStream did not return bytes.";
const TEXT = "text/plain;charset=UTF-8";

// Loaded with the first body that needs them: most requests of a room have none.
let streamsModule = null;
const streams = () => (streamsModule ??= host.load("streams"));
const encode = (text) => host.load("encoding").encode(text);
const decode = (bytes) => host.load("encoding").decode(bytes);
/** Whether `content` is a HostStream: there is none before its module is loaded. */
const isHostStream = (content) => host.loaded.host_stream !== undefined && content instanceof host.loaded.host_stream.HostStream;

let toHost; // (body): null, a string, bytes or the number of a host stream; the body is then used
let move; // (body): its content or stream, to be the body of another; the body is then used
let present; // (body): whether there is one
let promised; // (body): its length in bytes, when a stream promises one, else null
let copy; // (body): content or stream of a clone

export class Body {
  #content; // null, string, Uint8Array or HostStream
  #stream = null; // once `.body` was touched, and for bodies that were streams from the start
  #used = false;

  /** `content` as `extract` or `moveBody` return it, or the number of a host stream. */
  constructor(content) {
    if (new.target === Body) throw new TypeError("Illegal constructor");
    if (typeof content === "number") {
      this.#content = new (host.load("host_stream").HostStream)(content);
    } else if (isWhole(content) || isHostStream(content)) {
      this.#content = content;
    } else {
      this.#content = null;
      this.#stream = content;
    }
  }

  get body() {
    if (this.#stream === null && this.#content !== null) {
      this.#stream = streams().streamOf(this.#content);
      if (this.#used) streams().takeSource(this.#stream);
    }
    return this.#stream;
  }

  get bodyUsed() {
    return this.#stream === null ? this.#used : streams().isDisturbed(this.#stream);
  }

  async text() {
    const content = await this.#take();
    return typeof content === "string" ? asDecoded(content) : decode(content);
  }

  async json() {
    const content = await this.#take();
    return JSON.parse(typeof content === "string" ? asDecoded(content) : decode(content));
  }

  async bytes() {
    const content = await this.#take();
    return typeof content === "string" ? encode(content) : content;
  }

  async arrayBuffer() {
    return bufferOf(await this.bytes());
  }

  async blob() {
    const bytes = await this.bytes();
    return host.load("blob").blobOf(bytes, host.mimeType(this.headers.get("content-type") ?? ""));
  }

  async formData() {
    const type = this.headers.get("content-type");
    const { parse } = host.load("formdata");
    return parse(await this.bytes(), type);
  }

  /** The whole content, or a promise of it; the body is used from now on. */
  #take() {
    if (this.#stream !== null) {
      const source = streams().takeSource(this.#stream);
      if (source !== undefined) return isHostStream(source) ? source.readAll() : source;
      if (this.bodyUsed) throw new TypeError(USED);
      return streams().readAll(this.#stream);
    }
    if (this.#content === null) return "";
    if (this.#used) throw new TypeError(USED);
    this.#used = true;
    return isHostStream(this.#content) ? this.#content.readAll() : this.#content;
  }

  static {
    toHost = (body) => {
      const length = promised(body);
      const moved = move(body);
      if (isWhole(moved)) return moved;
      if (isHostStream(moved)) return moved.release();
      const [sender, stream] = host.bodyCreate(length);
      pump(moved, sender);
      return stream;
    };
    present = (body) => body.#stream !== null || body.#content !== null;
    move = (body) => {
      const stream = body.#stream;
      if (stream === null) {
        if (body.#used) throw new TypeError(USED);
        body.#used = body.#content !== null;
        return body.#content;
      }
      const source = streams().takeSource(stream);
      if (source !== undefined) return source;
      if (body.bodyUsed || stream.locked) throw new TypeError(USED);
      return streams().handOver(stream);
    };
    promised = (body) => (body.#stream === null ? null : streams().lengthOf(body.#stream));
    copy = (body) => {
      if (body.#used || (body.#stream && (body.bodyUsed || body.#stream.locked))) throw new TypeError(USED);
      if (body.#stream === null && isWhole(body.#content)) {
        return body.#content instanceof Uint8Array ? body.#content.slice() : body.#content;
      }
      const [mine, other] = body.body.tee();
      body.#stream = mine;
      return other;
    };
  }
}
brand(Body);

export { toHost as bodyToHost, move as moveBody, copy as copyBody, present as hasBody, promised as promisedLength };

const isWhole = (content) => content === null || typeof content === "string" || content instanceof Uint8Array;

/** A string as it reads after a trip over the wire. */
function asDecoded(text) {
  const formed = text.toWellFormed();
  return formed.charCodeAt(0) === 0xfeff ? formed.slice(1) : formed;
}

/** What a user gave as a body: `content` for a Body, and the content type it brings, if any. */
export function extract(init) {
  if (typeof init === "string") return { content: init, type: TEXT };
  if (init === null || init === undefined) return { content: null, type: null };
  const bytes = bytesOf(init);
  if (bytes !== null) return { content: bytes.slice(), type: null };
  switch (init[Symbol.toStringTag]) {
    case "ReadableStream":
      return { content: usable(init), type: null };
    case "Blob":
    case "File":
      return { content: host.load("blob").blobBytes(init).slice(), type: init.type || null };
    case "FormData":
      return host.load("formdata").serialize(init);
    // URLSearchParams too: PartyKit's workerd calls them text, not a form (R13).
    default:
      return { content: String(init), type: TEXT };
  }
}

function usable(stream) {
  if (streams().isDisturbed(stream)) {
    throw new TypeError("This ReadableStream is disturbed (has already been read from), and cannot be used as a body.");
  }
  return stream;
}

/** Writes `stream` to the host's sender until either end is gone. The host waits when its reader is slow. */
async function pump(stream, sender) {
  const reader = stream.getReader();
  op(host.bodyReaderGone(sender)).then((gone) => {
    if (gone) reader.cancel(new Error("The client disconnected.")).catch(() => {});
  });
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const bytes = bytesOf(next.value);
      if (bytes === null) throw new TypeError(NO_BYTES);
      await op(host.bodyWrite(sender, bytes));
    }
    host.bodyClose(sender);
  } catch (error) {
    reader.cancel(error).catch(() => {});
    await op(host.bodyFail(sender, String(error?.message ?? error)));
  }
}
