// Blob and File of the File API. A blob owns one Uint8Array that nobody else can change; a slice shares it. There
// is no disk behind it: a blob is as large as its bytes.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { bytesOf, concat, bufferOf } from "partyrs:bytes";
import { encode, decode } from "partyrs:encoding";

let share; // (bytes, type): a Blob over bytes it may keep
let peek; // (blob): its bytes, to be read only

export class Blob {
  #bytes;
  #type;

  constructor(parts = undefined, options = undefined) {
    this.#bytes = parts === undefined ? new Uint8Array(0) : assemble(parts);
    this.#type = cleanType(dictionary(options)?.type);
  }

  get size() { return this.#bytes.length; }
  get type() { return this.#type; }

  slice(start = 0, end = this.#bytes.length, type = "") {
    return share(this.#bytes.subarray(start, end), cleanType(type));
  }

  async arrayBuffer() { return bufferOf(this.#bytes.slice()); }
  async bytes() { return this.#bytes.slice(); }
  async text() { return decode(this.#bytes); }
  stream() { return host.load("streams").streamOfBytes(this.#bytes.slice()); }

  static {
    share = (bytes, type) => {
      const blob = new Blob();
      blob.#bytes = bytes;
      blob.#type = type;
      return blob;
    };
    peek = (blob) => blob.#bytes;
  }
}

export { share as blobOf, peek as blobBytes };

export class File extends Blob {
  #name;
  #lastModified;

  constructor(parts, name, options) {
    if (arguments.length < 2) {
      throw new TypeError("Failed to construct 'File': constructor parameter 2 is not of type 'string'.");
    }
    super(parts, options);
    this.#name = String(name);
    this.#lastModified = options?.lastModified === undefined ? Date.now() : Number(options.lastModified);
  }

  get name() { return this.#name; }
  get lastModified() { return this.#lastModified; }
}

function dictionary(options) {
  if (options === undefined || options === null) return undefined;
  if (typeof options === "object" || typeof options === "function") return options;
  throw new TypeError("The options of a Blob or a File must be an object.");
}

function cleanType(type) {
  if (type === undefined) return "";
  const text = String(type);
  return /^[\x20-\x7e]*$/.test(text) ? text.toLowerCase() : "";
}

function assemble(parts) {
  if (typeof parts !== "object" || parts === null || typeof parts[Symbol.iterator] !== "function") {
    throw new TypeError("Failed to construct 'Blob': constructor parameter 1 is not of type 'Array'.");
  }
  const chunks = [];
  for (const part of parts) chunks.push(part instanceof Blob ? peek(part) : (bytesOf(part) ?? encode(part)));
  const whole = concat(chunks.length === 0 ? [new Uint8Array(0)] : chunks);
  return chunks.length === 1 ? whole.slice() : whole;
}

brand(Blob, File);
