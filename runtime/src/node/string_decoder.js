// node:string_decoder: text out of buffers that may end in the middle of a character.

import { Buffer } from "partyrs:node/buffer";
import { encodingOf, toText } from "partyrs:node/buffer_text";

export class StringDecoder {
  #rest = Buffer.alloc(0);

  constructor(encoding) {
    this.encoding = encodingOf(encoding);
  }

  write(chunk) {
    if (typeof chunk === "string") return chunk;
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([this.#rest, chunk]);
    const end = bytes.length - incomplete(bytes, this.encoding);
    this.#rest = Buffer.from(bytes.subarray(end));
    return toText(bytes.subarray(0, end), this.encoding);
  }

  end(chunk) {
    const text = chunk === undefined ? "" : this.write(chunk);
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return text + toText(rest, this.encoding);
  }

  get lastNeed() {
    return this.#rest.length;
  }
}

/** How many bytes at the end belong to a character that is not whole. */
function incomplete(bytes, encoding) {
  switch (encoding) {
    case "base64":
    case "base64url":
      return bytes.length % 3;
    case "utf16le": {
      const odd = bytes.length % 2;
      const high = bytes[bytes.length - odd - 1] ?? 0;
      return bytes.length - odd >= 2 && high >= 0xd8 && high <= 0xdb ? odd + 2 : odd;
    }
    case "utf8":
      for (let back = 1; back <= Math.min(3, bytes.length); back++) {
        const byte = bytes[bytes.length - back];
        if ((byte & 0xc0) === 0x80) continue;
        const size = byte >= 0xf0 && byte < 0xf8 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
        return byte < 0xf8 && size > back ? back : 0;
      }
      return 0;
    default:
      return 0;
  }
}

export default { StringDecoder };
