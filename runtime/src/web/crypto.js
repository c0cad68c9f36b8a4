// crypto: random numbers, digests and HMAC. The rest of SubtleCrypto rejects with an error that says where it is to
// be had; nothing is silently weaker than asked for.
//
// Standard: Web Cryptography; MD5 and timingSafeEqual are Cloudflare's.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { bytesOf } from "partyrs:bytes";

/** Bytes that getRandomValues may fill at once: the standard's. */
const RANDOM_BYTES_MAX = 65536;

/** Hash → the length in bits of an HMAC key made for it. */
const HASHES = { "SHA-1": 512, "SHA-256": 512, "SHA-384": 1024, "SHA-512": 1024, MD5: 512 };

/** Hash → its HMAC's name in a JSON Web Key. */
const JWK_NAMES = { "SHA-1": "HS1", "SHA-256": "HS256", "SHA-384": "HS384", "SHA-512": "HS512" };

const INTEGER_ARRAYS = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array,
];

const illegal = Symbol("only made here");

export class CryptoKey {
  #secret;

  constructor(token, secret, algorithm, extractable, usages) {
    if (token !== illegal) throw new TypeError("Illegal constructor");
    this.#secret = secret;
    Object.defineProperties(this, {
      type: { value: "secret", enumerable: true },
      extractable: { value: extractable, enumerable: true },
      algorithm: { value: Object.freeze(algorithm), enumerable: true },
      usages: { value: Object.freeze(usages), enumerable: true },
    });
  }

  /** The bytes of `key`, which may be used for `usage`. */
  static secretOf(token, key, usage) {
    if (token !== illegal) throw new TypeError("Illegal invocation");
    if (!(#secret in key)) throw new TypeError("the key is not a CryptoKey");
    if (usage !== undefined && !key.usages.includes(usage)) {
      throw failure("InvalidAccessError", `the key may not be used to ${usage}`);
    }
    return key.#secret;
  }
}

const { secretOf } = CryptoKey;
delete CryptoKey.secretOf;

export class SubtleCrypto {
  async digest(algorithm, data) {
    return host.digest(hashName(algorithm, "digest"), bytes(data, "digest")).buffer;
  }

  async sign(algorithm, key, data) {
    return sign("sign", algorithm, key, data).buffer;
  }

  async verify(algorithm, key, signature, data) {
    const expected = sign("verify", algorithm, key, data);
    const given = bytes(signature, "verify");
    return expected.length === given.length && host.timingSafeEqual(expected, given);
  }

  async importKey(format, keyData, algorithm, extractable, usages) {
    requireHmac(algorithm, "importKey");
    const hash = hashName(algorithm.hash, "importKey");
    const secret = format === "jwk" ? fromJwk(keyData, hash) : rawKey(format, keyData);
    if (secret.length === 0) throw failure("DataError", "an HMAC key cannot be empty");
    return hmacKey(secret, hash, Boolean(extractable), usages);
  }

  async exportKey(format, key) {
    const secret = secretOf(illegal, key);
    if (!key.extractable) throw failure("InvalidAccessError", "the key is not extractable");
    if (format === "raw") return secret.slice().buffer;
    if (format !== "jwk") throw failure("NotSupportedError", `an HMAC key has no format \`${format}\``);
    const alg = JWK_NAMES[key.algorithm.hash.name];
    return { kty: "oct", k: toBase64Url(secret), alg, key_ops: [...key.usages], ext: true };
  }

  async generateKey(algorithm, extractable, usages) {
    requireHmac(algorithm, "generateKey");
    const hash = hashName(algorithm.hash, "generateKey");
    const bits = algorithm.length ?? HASHES[hash];
    if (!(bits > 0)) throw failure("OperationError", "an HMAC key cannot be empty");
    return hmacKey(host.randomBytes(Math.ceil(bits / 8)), hash, Boolean(extractable), usages);
  }

  timingSafeEqual(left, right) {
    const [a, b] = [bytes(left, "timingSafeEqual"), bytes(right, "timingSafeEqual")];
    if (a.length !== b.length) throw new TypeError("Input buffers must have the same byte length");
    return host.timingSafeEqual(a, b);
  }
}

for (const name of ["encrypt", "decrypt", "deriveBits", "deriveKey", "wrapKey", "unwrapKey"]) {
  const missing = async (algorithm) => {
    throw unsupported(name, algorithm);
  };
  Object.defineProperty(SubtleCrypto.prototype, name, { value: missing, writable: true, configurable: true });
}

const subtle = new SubtleCrypto();

export class Crypto {
  get subtle() {
    return subtle;
  }

  getRandomValues(array) {
    if (!INTEGER_ARRAYS.some((Class) => array instanceof Class)) {
      throw failure("TypeMismatchError", "getRandomValues fills typed arrays of integers only");
    }
    if (array.byteLength > RANDOM_BYTES_MAX) {
      throw failure("QuotaExceededError", `getRandomValues fills at most ${RANDOM_BYTES_MAX} bytes, not ${array.byteLength}`);
    }
    bytesOf(array).set(host.randomBytes(array.byteLength));
    return array;
  }

  randomUUID() {
    return host.randomUuid();
  }
}

brand(Crypto, SubtleCrypto, CryptoKey);

export const crypto = new Crypto();

const failure = (name, message) => new DOMException(message, name);

function sign(usage, algorithm, key, data) {
  requireHmac(algorithm, usage);
  return host.hmac(key.algorithm.hash.name, secretOf(illegal, key, usage), bytes(data, usage));
}

function bytes(data, method) {
  const view = bytesOf(data);
  if (view === null) throw new TypeError(`crypto.subtle.${method} needs an ArrayBuffer or a view of one`);
  return view;
}

const nameOf = (algorithm) => String(typeof algorithm === "object" && algorithm !== null ? algorithm.name : algorithm);

function hashName(algorithm, method) {
  const name = nameOf(algorithm).toUpperCase();
  if (!Object.hasOwn(HASHES, name)) throw unsupported(method, algorithm);
  return name;
}

function requireHmac(algorithm, method) {
  if (nameOf(algorithm).toUpperCase() !== "HMAC") throw unsupported(method, algorithm);
}

function unsupported(method, algorithm) {
  const what = `crypto.subtle.${method} with \`${nameOf(algorithm)}\``;
  return failure("NotSupportedError", `${what} is not supported yet`);
}

function hmacKey(secret, hash, extractable, usages) {
  const known = [...usages].filter((usage) => usage === "sign" || usage === "verify");
  if (known.length === 0 || known.length !== usages.length) {
    throw failure("SyntaxError", "an HMAC key is for `sign`, `verify` or both");
  }
  const algorithm = { name: "HMAC", length: secret.length * 8, hash: Object.freeze({ name: hash }) };
  return new CryptoKey(illegal, secret, algorithm, extractable, known);
}

function rawKey(format, keyData) {
  if (format !== "raw") throw failure("NotSupportedError", `an HMAC key has no format \`${format}\``);
  return bytes(keyData, "importKey").slice();
}

function fromJwk(jwk, hash) {
  if (jwk?.kty !== "oct" || typeof jwk.k !== "string") throw failure("DataError", "the JSON Web Key holds no secret");
  if (jwk.alg !== undefined && jwk.alg !== JWK_NAMES[hash]) {
    throw failure("DataError", `the JSON Web Key is for \`${jwk.alg}\`, not for ${hash}`);
  }
  const binary = atob(jwk.k.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toBase64Url(secret) {
  const binary = Array.from(secret, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
