// TextEncoder and TextDecoder of the Encoding standard; the tables are the host's. A decoder that streams keeps
// its state with the host until the stream ends or the decoder is collected. atob and btoa are the engine's own.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { bytesOf } from "partyrs:bytes";

const streaming = new FinalizationRegistry((id) => host.decoderDrop(id));

export class TextEncoder {
  get encoding() { return "utf-8"; }

  encode(input = "") { return encode(input); }

  encodeInto(input, destination) {
    if (!(destination instanceof Uint8Array)) throw new TypeError("encodeInto() writes into a Uint8Array.");
    const text = String(input).toWellFormed();
    if (destination.length === 0) return { read: 0, written: 0 };
    const bytes = host.utf8Encode(text);
    if (bytes.length <= destination.length) {
      destination.set(bytes);
      return { read: text.length, written: bytes.length };
    }
    let end = destination.length;
    while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--; // never a part of a character
    const part = bytes.subarray(0, end);
    destination.set(part);
    return { read: host.utf8Decode(part, true).length, written: end };
  }
}

export class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #stream = 0; // the host's number of the state of an unfinished stream

  constructor(label = "utf-8", options) {
    const encoding = host.encodingOf(String(label));
    if (encoding === undefined) throw new RangeError(`"${label}" is not a valid encoding.`);
    this.#encoding = encoding;
    this.#fatal = !!options?.fatal;
    this.#ignoreBOM = !!options?.ignoreBOM;
  }

  get encoding() { return this.#encoding; }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBOM; }

  decode(input, options) {
    const bytes = input === undefined ? new Uint8Array(0) : bytesOf(input);
    if (bytes === null) {
      throw new TypeError(
        "Failed to execute 'decode' on 'TextDecoder': parameter 1 is not of type 'ArrayBuffer or ArrayBufferView'.",
      );
    }
    const more = !!options?.stream;
    const decoded = more || this.#stream ? this.#decodePart(bytes, !more) : this.#decodeWhole(bytes);
    if (decoded === undefined) throw new TypeError("Failed to decode input.");
    return decoded;
  }

  #decodeWhole(bytes) {
    if (this.#encoding === "utf-8" && !this.#fatal) return host.utf8Decode(bytes, this.#ignoreBOM);
    return host.decode(this.#encoding, bytes, this.#fatal, this.#ignoreBOM);
  }

  #decodePart(bytes, last) {
    if (!this.#stream) {
      this.#stream = host.decoderCreate(this.#encoding, this.#ignoreBOM);
      streaming.register(this, this.#stream, this);
    }
    const decoded = host.decoderDecode(this.#stream, bytes, this.#fatal, last);
    if (last || decoded === undefined) {
      host.decoderDrop(this.#stream);
      streaming.unregister(this);
      this.#stream = 0;
    }
    return decoded;
  }
}

/** `text` as UTF-8; a lone surrogate becomes U+FFFD. */
export function encode(text) {
  return host.utf8Encode((typeof text === "string" ? text : String(text)).toWellFormed());
}

/** UTF-8 without its byte order mark; what is malformed becomes U+FFFD. */
export function decode(bytes) {
  return host.utf8Decode(bytes, false);
}

brand(TextEncoder, TextDecoder);
