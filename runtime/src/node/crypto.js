// node:crypto: hashes, HMAC, key derivation, secret keys and random numbers. A hash keeps what it is given until it is
// asked for the digest; it is no stream. Ciphers, signatures and pairs of keys throw by name: crypto.subtle has them.

import host from "partyrs:host";
import { bufferOf, bytesOf, concat } from "partyrs:bytes";
import { op } from "partyrs:ops";
import { KeyObject, createSecretKey, secretOf } from "partyrs:node/crypto_keys";
import { Buffer } from "partyrs:node/buffer";

const HASHES = {
  md5: "MD5", sha1: "SHA-1", sha224: "SHA-224", sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512",
  "sha512-224": "SHA-512/224", "sha512-256": "SHA-512/256", "sha512/224": "SHA-512/224", "sha512/256": "SHA-512/256",
};
const RANDOM_BYTES_MAX = 2 ** 31 - 1;
const RANDOM_RANGE_MAX = 2 ** 48;
const HKDF_INFO_BYTES_MAX = 1024;
const SCRYPT_MEMORY_MAX = 32 * 1024 * 1024;

const fail = (ErrorClass, code, message) => {
  throw Object.assign(new ErrorClass(message), { code });
};

const asBuffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function hashName(name) {
  if (typeof name !== "string") {
    fail(TypeError, "ERR_INVALID_ARG_TYPE", `The "algorithm" argument must be of type string. Received ${name === undefined ? "undefined" : `type ${typeof name}`}`);
  }
  const known = HASHES[name.toLowerCase().replace(/^rsa-/, "").replace(/^sha-/, "sha")];
  if (known === undefined) throw new Error("Digest method not supported");
  return known;
}

function input(data, encoding, name) {
  if (typeof data === "string") return Buffer.from(data, encoding === "buffer" ? undefined : encoding);
  const bytes = bytesOf(data) ?? (name === "key" ? secretOf(data) : null);
  if (bytes === null) {
    const shown = data === null || data === undefined ? String(data) : `type ${typeof data} (${String(data)})`;
    fail(TypeError, "ERR_INVALID_ARG_TYPE",
      `The "${name}" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${shown}`);
  }
  return bytes;
}

const output = (bytes, encoding) => {
  const buffer = asBuffer(bytes);
  return encoding === undefined || encoding === "buffer" ? buffer : buffer.toString(encoding);
};

class Digest {
  #chunks = [];
  #done = false;
  #finish;

  constructor(finish) {
    this.#finish = finish;
  }

  update(data, encoding) {
    if (this.#done) fail(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
    // A copy: the caller may change its bytes before the digest.
    this.#chunks.push(input(data, encoding, "data").slice());
    return this;
  }

  digest(encoding) {
    if (this.#done) fail(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
    this.#done = true;
    return output(this.#finish(this.#chunks.length === 0 ? new Uint8Array(0) : concat(this.#chunks)), encoding);
  }

  /** Its chunks so far, for a copy. */
  static chunksOf(digest) {
    if (digest.#done) fail(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
    return digest.#chunks;
  }
}

export class Hash extends Digest {
  #name;

  constructor(algorithm) {
    const name = hashName(algorithm);
    super((bytes) => host.digestNow(name, bytes));
    this.#name = algorithm;
  }

  copy() {
    const copy = new Hash(this.#name);
    for (const chunk of Digest.chunksOf(this)) copy.update(chunk);
    return copy;
  }
}

export class Hmac extends Digest {
  constructor(algorithm, key) {
    let name;
    try {
      name = hashName(algorithm);
    } catch (error) {
      if (error.code === "ERR_INVALID_ARG_TYPE") throw error;
      fail(TypeError, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${algorithm}`);
    }
    const secret = input(key, "utf8", "key").slice();
    super((bytes) => host.hmac(name, secret, bytes));
  }
}

function checkInteger(value, name, low, high) {
  if (typeof value !== "number") {
    fail(TypeError, "ERR_INVALID_ARG_TYPE", `The "${name}" argument must be of type number. Received ${value === undefined ? "undefined" : `type ${typeof value}`}`);
  }
  if (!Number.isInteger(value) || value < low || value > high) {
    fail(RangeError, "ERR_OUT_OF_RANGE", `The value of "${name}" is out of range. It must be >= ${low} && <= ${high}. Received ${value}`);
  }
}

/** `(…, callback)` of `compute`: the result comes later, as the same value. */
const later = (compute) => (...args) => {
  const callback = args.pop();
  if (typeof callback !== "function") {
    fail(TypeError, "ERR_INVALID_ARG_TYPE", 'The "callback" argument must be of type function.');
  }
  const result = compute(...args);
  queueMicrotask(() => callback(null, result));
};

function randomBytes(size, callback) {
  checkInteger(size, "size", 0, RANDOM_BYTES_MAX);
  const bytes = asBuffer(host.randomBytes(size));
  if (callback === undefined) return bytes;
  return later(() => bytes)(callback);
}

function randomFillSync(target, offset = 0, size) {
  const bytes = bytesOf(target);
  const part = bytes.subarray(offset, size === undefined ? undefined : offset + size);
  part.set(host.randomBytes(part.length));
  return target;
}

function randomInt(low, high, callback) {
  if (high === undefined || typeof high === "function") [low, high, callback] = [0, low, high];
  checkInteger(low, "min", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  checkInteger(high, "max", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const range = high - low;
  if (range <= 0) fail(RangeError, "ERR_OUT_OF_RANGE", `The value of "max" is out of range. It must be greater than the value of "min" (${low}). Received ${high}`);
  if (range > RANDOM_RANGE_MAX) fail(RangeError, "ERR_OUT_OF_RANGE", `The value of "max - min" is out of range. It must be <= ${RANDOM_RANGE_MAX - 1}. Received ${range}`);
  const limit = RANDOM_RANGE_MAX - (RANDOM_RANGE_MAX % range);
  let drawn;
  do drawn = asBuffer(host.randomBytes(6)).readUIntBE(0, 6);
  while (drawn >= limit);
  const value = low + (drawn % range);
  return callback === undefined ? value : later(() => value)(callback);
}

/** Calls `callback` with what the host is computing. */
function deliver(result, callback) {
  if (typeof callback !== "function") {
    fail(TypeError, "ERR_INVALID_ARG_TYPE", 'The "callback" argument must be of type function.');
  }
  const pending = typeof result === "number" ? op(result) : Promise.resolve(result);
  // In a microtask of its own: what the callback throws is no failure of the promise.
  pending.then(
    (bytes) => queueMicrotask(() => callback(null, asBuffer(bytes))),
    (error) => queueMicrotask(() => callback(error)),
  );
}

const digestOf = (digest) =>
  HASHES[digest.toLowerCase().replace("sha-", "sha")] ?? fail(TypeError, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${digest}`);

function pbkdf2Input(password, salt, iterations, length, digest) {
  checkInteger(iterations, "iterations", 1, 2 ** 31 - 1);
  checkInteger(length, "keylen", 0, 2 ** 31 - 1);
  if (typeof digest !== "string") fail(TypeError, "ERR_INVALID_ARG_TYPE", 'The "digest" argument must be of type string. Received undefined');
  return [digestOf(digest), [input(password, "utf8", "password"), input(salt, "utf8", "salt")], iterations, length];
}

const pbkdf2Sync = (...parameters) => asBuffer(host.pbkdf2Now(...pbkdf2Input(...parameters)));

function pbkdf2(password, salt, iterations, length, digest, callback) {
  deliver(host.pbkdf2(...pbkdf2Input(password, salt, iterations, length, digest)), callback);
}

function scryptInput(password, salt, length, options) {
  checkInteger(length, "keylen", 0, 2 ** 31 - 1);
  const N = options.N ?? options.cost ?? 16384;
  const r = options.r ?? options.blockSize ?? 8;
  const p = options.p ?? options.parallelization ?? 1;
  const logN = Math.log2(N);
  const valid = Number.isInteger(logN) && logN >= 1 && r >= 1 && p >= 1;
  if (!valid || 128 * N * r > (options.maxmem ?? SCRYPT_MEMORY_MAX)) {
    fail(RangeError, "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", valid ? "Invalid scrypt params: memory limit exceeded" : "Invalid scrypt params");
  }
  return [[input(password, "utf8", "password"), input(salt, "utf8", "salt")], [logN, r, p], length];
}

const scryptSync = (password, salt, length, options = {}) =>
  asBuffer(host.scryptNow(...scryptInput(password, salt, length, options)));

function scrypt(password, salt, length, options, callback = options) {
  const given = typeof options === "function" ? {} : options;
  deliver(host.scrypt(...scryptInput(password, salt, length, given)), callback);
}

/** As an ArrayBuffer, as in Node. */
function hkdfSync(digest, key, salt, info, length) {
  if (typeof digest !== "string") fail(TypeError, "ERR_INVALID_ARG_TYPE", 'The "digest" argument must be of type string. Received undefined');
  checkInteger(length, "length", 0, 2 ** 31 - 1);
  const parts = [input(key, "utf8", "key"), input(salt, "utf8", "salt"), input(info, "utf8", "info")];
  if (parts[2].length > HKDF_INFO_BYTES_MAX) {
    fail(RangeError, "ERR_OUT_OF_RANGE", `The value of "info" is out of range. It must be must not contain more than ${HKDF_INFO_BYTES_MAX} bytes. Received ${parts[2].length}`);
  }
  const name = digestOf(digest);
  if (length > 255 * host.digestNow(name, new Uint8Array(0)).length) fail(RangeError, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
  return bufferOf(host.hkdf(name, parts, length));
}

function timingSafeEqual(a, b) {
  const [left, right] = [bytesOf(a), bytesOf(b)];
  if (left === null || right === null) fail(TypeError, "ERR_INVALID_ARG_TYPE", "The arguments must be instances of ArrayBuffer, Buffer, TypedArray, or DataView.");
  if (left.length !== right.length) fail(RangeError, "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", "Input buffers must have the same byte length");
  return host.timingSafeEqual(left, right);
}

const crypto = {
  Hash,
  Hmac,
  KeyObject,
  createSecretKey,
  createHash: (algorithm) => new Hash(algorithm),
  createHmac: (algorithm, key) => new Hmac(algorithm, key),
  hash: (algorithm, data, encoding = "hex") => new Hash(algorithm).update(data).digest(encoding),
  getHashes: () => Object.keys(HASHES),
  getCiphers: () => [],
  getCurves: () => [],
  getFips: () => 0,
  hkdf: later(hkdfSync),
  hkdfSync,
  pbkdf2,
  pbkdf2Sync,
  randomBytes,
  pseudoRandomBytes: randomBytes,
  rng: randomBytes,
  prng: randomBytes,
  randomFill: (target, ...rest) => later(() => randomFillSync(target, ...rest.slice(0, -1)))(rest.at(-1)),
  randomFillSync,
  randomInt,
  randomUUID: () => host.randomUuid(),
  scrypt,
  scryptSync,
  timingSafeEqual,
  constants: {},
  getRandomValues: (array) => globalThis.crypto.getRandomValues(array),
  get subtle() { return globalThis.crypto.subtle; },
  get webcrypto() { return globalThis.crypto; },
};

export default crypto;
