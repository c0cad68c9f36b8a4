// What a bucket gives: an object without its body (`R2Object` of the types), or with it (`R2ObjectBody`), under the names
// that workerd gives their classes. A body is a Response's, so it is read once and may be passed on unread.

import { brand } from "partyrs:brand";
import { bufferOf } from "partyrs:bytes";
import { Response, responseFromHost } from "partyrs:http";
import { HTTP_FIELDS } from "partyrs:r2_arguments";

let response; // (object, Response)

class HeadResult {
  constructor(object, range) {
    const { key, version, size, etag, uploaded, checksums, httpMetadata, customMetadata } = object;
    const { cacheExpiry } = httpMetadata;
    this.storageClass = "Standard";
    this.range = range;
    this.customMetadata = customMetadata;
    this.httpMetadata = cacheExpiry === undefined ? httpMetadata : { ...httpMetadata, cacheExpiry: new Date(cacheExpiry) };
    this.uploaded = new Date(uploaded);
    // The ETag of what was not uploaded in parts is its MD5.
    this.checksums = new Checksums(/^[\da-f]{32}$/.test(etag) ? { md5: etag, ...checksums } : checksums);
    this.httpEtag = `"${etag}"`;
    this.etag = etag;
    this.size = size;
    this.version = version;
    this.key = key;
  }

  writeHttpMetadata(headers) {
    if (headers?.[Symbol.toStringTag] !== "Headers") {
      throw new TypeError("Failed to execute 'writeHttpMetadata' on 'HeadResult': parameter 1 is not of type 'Headers'.");
    }
    for (const [field, header] of Object.entries(HTTP_FIELDS)) {
      const value = this.httpMetadata[field];
      if (value !== undefined) headers.set(header, value instanceof Date ? value.toUTCString() : value);
    }
  }
}

class GetResult extends HeadResult {
  #response;

  get body() { return this.#response.body; }
  get bodyUsed() { return this.#response.bodyUsed; }
  arrayBuffer() { return this.#response.arrayBuffer(); }
  bytes() { return this.#response.bytes(); }
  text() { return this.#response.text(); }
  json() { return this.#response.json(); }
  blob() { return this.#response.blob(); }

  static {
    response = (object, value) => (object.#response = value);
  }
}

class Checksums {
  #hex;

  constructor(hex) {
    this.#hex = hex;
    for (const [name, text] of Object.entries(hex)) this[name] = bufferOf(new Uint8Array(text.match(/../g).map((byte) => parseInt(byte, 16))));
  }

  toJSON() {
    return { ...this.#hex };
  }
}
brand(HeadResult, GetResult, Checksums);

export function headObject(object, range) {
  return new HeadResult(object, range);
}

/** `content` as the host gives bodies. */
export function bodyObject(object, range, content) {
  const result = new GetResult(object, range);
  const { contentType } = object.httpMetadata;
  const headers = contentType === undefined ? [] : ["content-type", contentType];
  response(result, content === null ? new Response("") : responseFromHost([200, "", headers, content, "automatic"], ""));
  return result;
}
