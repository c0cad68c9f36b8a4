// R2 buckets as workerd has them. Requests go to the host as JSON, made by `r2_arguments.js`; answers become the objects
// of `r2_object.js`. There is one storage class here: `storageClass` is checked and always "Standard".

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { op } from "partyrs:ops";
import { bodyOf, conditionOf, digestOf, keyOf, listingOf, metadataOf, rangeOf, VALUE, wrongParameter } from "partyrs:r2_arguments";
import { bodyObject, headObject } from "partyrs:r2_object";

const DELETE_KEYS_MAX = 1000;
const PART_NUMBER_MAX = 10_000;

let bind; // (bucket, name)
let begun; // (bucket name, key, uploadId): the upload

class R2Bucket {
  #name;

  async head(key) {
    const found = await call(this.#name, "head", { key: keyOf(key) });
    return found === null ? null : headObject(found.object, { offset: 0, length: found.object.size });
  }

  async get(key, options) {
    const request = { key: keyOf(key), onlyIf: conditionOf(options?.onlyIf), ...rangeOf(options?.range) };
    const found = await op(host.r2Get(this.#name, JSON.stringify(request)));
    if (found === null) return null;
    const { object, range, held } = JSON.parse(found[0]);
    return held ? bodyObject(object, range, found[1]) : headObject(object, range);
  }

  async put(key, value, options) {
    if (arguments.length < 2) throw wrongParameter("put", arguments.length + 1, arguments.length === 0 ? "string" : VALUE);
    const request = {
      key: keyOf(key),
      onlyIf: conditionOf(options?.onlyIf),
      hash: digestOf(options),
      ...metadataOf("PutOptions", options),
    };
    const stored = JSON.parse((await op(host.r2Put(this.#name, JSON.stringify(request), bodyOf("put", 2, value)))) ?? "null");
    return stored === null ? null : headObject(stored.object);
  }

  async delete(keys) {
    const all = (Array.isArray(keys) ? keys : [keys]).map(keyOf);
    if (all.length > DELETE_KEYS_MAX) throw new Error(`delete: There can be at most ${DELETE_KEYS_MAX} keys. (10029)`);
    await op(host.r2Call(this.#name, JSON.stringify({ method: "delete", keys: all })));
  }

  async list(options) {
    const include = options?.include === undefined ? [] : [...options.include].map(String);
    const found = await call(this.#name, "list", listingOf(options, include));
    const objects = found.objects.map((object) =>
      headObject({
        ...object,
        httpMetadata: include.includes("httpMetadata") ? object.httpMetadata : {},
        customMetadata: include.includes("customMetadata") ? object.customMetadata : {},
      }),
    );
    const truncated = found.cursor !== null;
    const rest = { delimitedPrefixes: found.delimitedPrefixes };
    return truncated ? { objects, truncated, cursor: found.cursor, ...rest } : { objects, truncated, ...rest };
  }

  async createMultipartUpload(key, options) {
    const name = keyOf(key);
    const request = { method: "createMultipartUpload", key: name, ...metadataOf("MultipartOptions", options) };
    return begun(this.#name, name, await op(host.r2Call(this.#name, JSON.stringify(request))));
  }

  resumeMultipartUpload(key, uploadId) {
    return begun(this.#name, keyOf(key), String(uploadId));
  }

  static {
    bind = (bucket, name) => (bucket.#name = name);
  }
}

class R2MultipartUpload {
  #bucket;

  async uploadPart(partNumber, value) {
    const number = Math.trunc(Number(partNumber)) || 0;
    if (number < 1 || number > PART_NUMBER_MAX) {
      throw new TypeError(`Part number must be between 1 and ${PART_NUMBER_MAX} (inclusive). Actual value was: ${number}`);
    }
    const request = { key: this.key, uploadId: this.uploadId, partNumber: number };
    const body = bodyOf("uploadPart", 2, value, "R2MultipartUpload");
    const etag = await op(host.r2UploadPart(this.#bucket, JSON.stringify(request), body));
    return { partNumber: number, etag };
  }

  async complete(uploadedParts) {
    const parts = [...uploadedParts].map(({ partNumber, etag }) => ({ partNumber, etag: String(etag) }));
    const request = { key: this.key, uploadId: this.uploadId, parts };
    return headObject((await call(this.#bucket, "completeMultipartUpload", request)).object);
  }

  async abort() {
    const { key, uploadId } = this;
    await op(host.r2Call(this.#bucket, JSON.stringify({ method: "abortMultipartUpload", key, uploadId })));
  }

  static {
    begun = (bucket, key, uploadId) => {
      const upload = Object.assign(new R2MultipartUpload(), { uploadId, key });
      upload.#bucket = bucket;
      return upload;
    };
  }
}
brand(R2Bucket, R2MultipartUpload);

/** The bucket that the host knows as `name`. */
export function r2Bucket(name) {
  const bucket = new R2Bucket();
  bind(bucket, name);
  return bucket;
}

async function call(bucket, method, request) {
  const answer = await op(host.r2Call(bucket, JSON.stringify({ method, ...request })));
  return answer === null ? null : JSON.parse(answer);
}
