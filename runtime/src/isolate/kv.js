// KV namespaces as workerd has them: checks what may be passed and words those errors; what Cloudflare's service would
// refuse (sizes, times) the host checks. Reading several keys at once is that of today's API. What was written is
// there at once, for all rooms: `cacheTtl` is checked and changes nothing.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { bodyToHost } from "partyrs:body";
import { bytesOf, bufferOf } from "partyrs:bytes";
import { decode } from "partyrs:encoding";
import { Response } from "partyrs:http";
import { op } from "partyrs:ops";

const TYPES = 'Unknown response type. Possible types are "text", "arrayBuffer", "json", and "stream".';
const VALUES = "KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.";

let bind; // (namespace, name)

class KvNamespace {
  #name;

  async get(key, options) {
    if (arguments.length === 0) throw missing("get", 1, "string");
    const found = await read(this.#name, key, options);
    return found instanceof Map ? new Map([...found].map(([one, { value }]) => [one, value])) : found.value;
  }

  async getWithMetadata(key, options) {
    if (arguments.length === 0) throw missing("getWithMetadata", 1, "string");
    return read(this.#name, key, options);
  }

  async put(key, value, options) {
    if (arguments.length < 2) throw missing("put", arguments.length + 1, arguments.length === 0 ? "string" : "string or JsObject");
    if (options !== undefined && options !== null && typeof options !== "object") throw missing("put", 3, "PutOptions");
    const name = keyOf(key);
    const { expiration, expirationTtl, metadata } = options ?? {};
    const note = [whole(expiration), whole(expirationTtl), metadata === undefined || metadata === null ? null : jsonOf(metadata)];
    await op(host.kvPut(this.#name, name, bodyOf(value), note));
  }

  async delete(key) {
    if (arguments.length === 0) throw missing("delete", 1, "string");
    await op(host.kvDelete(this.#name, keyOf(key)));
  }

  async list(options) {
    const { prefix, limit, cursor } = options ?? {};
    const text = (value) => (value === undefined || value === null ? "" : String(value).toWellFormed());
    const found = JSON.parse(await op(host.kvList(this.#name, text(prefix), Number(limit ?? 0) || 0, text(cursor))));
    const keys = found.keys.map(({ name, expiration, metadata }) => ({
      name,
      ...(expiration === null ? {} : { expiration }),
      ...(metadata === null ? {} : { metadata: JSON.parse(metadata) }),
    }));
    return found.cursor === null
      ? { keys, list_complete: true, cacheStatus: null }
      : { keys, list_complete: false, cursor: found.cursor, cacheStatus: null };
  }

  static {
    bind = (namespace, name) => (namespace.#name = name);
  }
}
brand(KvNamespace);

/** The namespace that the host knows as `name`. */
export function kvNamespace(name) {
  const namespace = new KvNamespace();
  bind(namespace, name);
  return namespace;
}

/** `{ value, metadata, cacheStatus }`, or a Map of them when `key` is a list of keys. */
async function read(name, key, options) {
  const type = typeof options === "string" ? options : (options?.type ?? "text");
  const ttl = typeof options === "object" ? options?.cacheTtl : undefined;
  const cacheTtl = ttl === undefined || ttl === null ? null : Math.trunc(Number(ttl)) || 0;
  if (Array.isArray(key)) return readMany(name, key.map(keyOf), type, cacheTtl);
  if (!["text", "json", "arrayBuffer", "stream"].includes(type)) throw new TypeError(TYPES);
  const [found] = await op(host.kvGet(name, [keyOf(key)], cacheTtl));
  return entryOf(found, type);
}

async function readMany(name, keys, type, cacheTtl) {
  if (type !== "text" && type !== "json") {
    throw new Error(`KV GET_BULK failed: 400 "${type}" is not a valid type. Use "json" or "text"`);
  }
  if (keys.length === 0) throw new Error("KV GET_BULK failed: 400 You must request a minimum of 1 key");
  const found = await op(host.kvGet(name, keys, cacheTtl));
  return new Map(keys.map((key, index) => [key, entryOf(found[index], type)]));
}

function entryOf(found, type) {
  if (found === null) return { value: null, metadata: null, cacheStatus: null };
  const [bytes, metadata] = found;
  return { value: valueOf(bytes, type), metadata: metadata === null ? null : JSON.parse(metadata), cacheStatus: null };
}

function valueOf(bytes, type) {
  if (type === "arrayBuffer") return bufferOf(bytes);
  if (type === "stream") return host.load("streams").streamOfBytes(bytes);
  const text = decode(bytes);
  return type === "json" ? JSON.parse(text) : text;
}

function keyOf(key) {
  const name = String(key).toWellFormed();
  if (name === "") throw new TypeError("Key name cannot be empty.");
  if (name === "." || name === "..") throw new TypeError(`"${name}" is not allowed as a key name.`);
  return name;
}

/** The value as the host takes bodies. */
function bodyOf(value) {
  if (typeof value === "function") throw new TypeError(VALUES);
  if (typeof value !== "object" || value === null) return String(value).toWellFormed();
  if (value[Symbol.toStringTag] === "ReadableStream") return bodyToHost(new Response(value));
  const bytes = bytesOf(value);
  if (bytes === null) throw new TypeError(VALUES);
  return bytes;
}

/** A number as the host takes it: the text of a whole one, 0 for what is none. */
function whole(value) {
  return value === undefined || value === null ? null : String(Math.trunc(Number(value)) || 0);
}

function jsonOf(metadata) {
  const json = JSON.stringify(metadata);
  if (json === undefined) throw new TypeError("KV put() metadata must be something that JSON can hold.");
  return json.toWellFormed();
}

const missing = (method, parameter, type) =>
  new TypeError(`Failed to execute '${method}' on 'KvNamespace': parameter ${parameter} is not of type '${type}'.`);
