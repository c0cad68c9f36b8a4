// CryptoKey, and what every family of algorithms needs of keys, usages and parameters. A key's material is bytes:
// a secret's own, PKCS #8 and SPKI of RSA and elliptic curves, the 32 bytes of Curve25519. Only our own modules
// can reach it.
//
// Standard: Web Cryptography §13 and §18.

import { brand } from "partyrs:brand";
import { bytesOf } from "partyrs:bytes";
import { op } from "partyrs:ops";

/** In the order in which a key lists them. */
const USAGES = ["encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey"];

const HASHES = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];

const illegal = Symbol("only made here");

/** `(key)`: its material. */
export let materialOf;

export class CryptoKey {
  #material;

  static {
    materialOf = (key) => {
      requireKey(key);
      return key.#material;
    };
  }

  constructor(token, type, algorithm, extractable, usages, material) {
    if (token !== illegal) throw new TypeError("Illegal constructor");
    this.#material = material;
    Object.defineProperties(this, {
      type: { value: type, enumerable: true },
      extractable: { value: extractable, enumerable: true },
      algorithm: { value: Object.freeze(algorithm), enumerable: true },
      usages: { value: Object.freeze(usages), enumerable: true },
    });
  }
}

brand(CryptoKey);

/** A key of `type`: "secret", "public" or "private". */
export function makeKey(type, algorithm, extractable, usages, material) {
  if (type !== "public" && usages.length === 0) {
    throw failure("SyntaxError", `a ${type} key needs a usage: nothing could be done with it`);
  }
  return new CryptoKey(illegal, type, algorithm, type === "public" || extractable, usages, material);
}

/** A pair, each half with the usages that are for it. */
export function makePair(algorithm, extractable, usages, publicUsages, [privateMaterial, publicMaterial]) {
  const forPublic = usages.filter((usage) => publicUsages.includes(usage));
  const forPrivate = usages.filter((usage) => !publicUsages.includes(usage));
  return {
    publicKey: makeKey("public", algorithm, true, forPublic, publicMaterial),
    privateKey: makeKey("private", { ...algorithm }, extractable, forPrivate, privateMaterial),
  };
}

export function requireKey(key) {
  if (!(key instanceof CryptoKey)) throw new TypeError("the key is not a CryptoKey");
}

export const failure = (name, message) => new DOMException(message, name);

/** `usages` in order and each once, if all of them are among `allowed`. */
export function usagesOf(usages, allowed, name) {
  const given = new Set(usages);
  for (const usage of given) {
    if (!USAGES.includes(usage)) throw failure("SyntaxError", `\`${usage}\` is no usage of keys`);
    if (!allowed.includes(usage)) throw failure("SyntaxError", `a key for ${name} cannot be used for \`${usage}\``);
  }
  return USAGES.filter((usage) => given.has(usage));
}

/** The bytes of a BufferSource. */
export function bytes(value, what) {
  const view = bytesOf(value);
  if (view === null) throw new TypeError(`${what} must be an ArrayBuffer or a view of one`);
  return view;
}

/** The name of the hash that `algorithm` asks for. */
export function hashOf(algorithm) {
  const { hash } = algorithm;
  if (hash === undefined || hash === null) throw new TypeError(`${algorithm.name} needs a \`hash\``);
  const name = String(typeof hash === "object" ? hash.name : hash).toUpperCase();
  if (!HASHES.includes(name)) throw failure("NotSupportedError", `${algorithm.name} has no hash \`${name}\``);
  return name;
}

/** A number that `algorithm` must have. */
export function numberOf(algorithm, field) {
  const value = algorithm[field];
  if (value === undefined || value === null) throw new TypeError(`${algorithm.name} needs a \`${field}\``);
  const number = Math.trunc(Number(value));
  if (!(Math.abs(number) < 2 ** 32)) throw new TypeError(`\`${field}\` is no number that ${algorithm.name} can have`);
  return number;
}

/** What a host function of the family `crypto` comes to: it is done at once, or gives an operation's number. */
export const outcome = (result) => (typeof result === "number" ? op(result) : result);

export function noFormat(name, format) {
  return failure("NotSupportedError", `a key for ${name} has no format \`${format}\`; there are raw, jwk, pkcs8 and spki`);
}

/** The error of exporting a key in a format that is for the other half of the pair. */
export function wrongHalf(key, format) {
  return failure("InvalidAccessError", `a ${key.type} key for ${key.algorithm.name} has no format \`${format}\``);
}

/** The first `length` bits of a shared secret, or all of them. */
export function firstBits(secret, length, name) {
  if (length === null || length === undefined) return secret;
  if (length > secret.length * 8) throw failure("OperationError", `${name} gives ${secret.length * 8} bits, not ${length}`);
  const part = secret.slice(0, Math.ceil(length / 8));
  if (length % 8 !== 0) part[part.length - 1] &= 0xff << (8 - (length % 8));
  return part;
}
