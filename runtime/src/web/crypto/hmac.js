// HMAC keys and signatures.
//
// Standards: Web Cryptography §29, RFC 2104, RFC 7518 §3.2.

import host from "partyrs:host";
import { bytes, failure, hashOf, makeKey, materialOf, noFormat, numberOf, usagesOf } from "partyrs:crypto/key";
import { checkJwk, member, toJwk } from "partyrs:crypto/jwk";

/** Hash → the bits of its block, which a key has if nobody says how many. */
const BLOCK_BITS = { "SHA-1": 512, "SHA-256": 512, "SHA-384": 1024, "SHA-512": 1024 };

const algOf = (hash) => `HS${hash === "SHA-1" ? "1" : hash.slice(4)}`;

const lengthOf = (algorithm) => {
  const length = algorithm.length === undefined ? BLOCK_BITS[hashOf(algorithm)] : numberOf(algorithm, "length");
  if (!(length > 0)) throw failure("OperationError", "an HMAC key cannot be empty");
  return length;
};

const make = (secret, hash, length, extractable, usages) =>
  makeKey("secret", { name: "HMAC", hash: Object.freeze({ name: hash }), length }, extractable, usages, secret);

const sign = (algorithm, key, data) => host.hmac(key.algorithm.hash.name, materialOf(key), data);

export default {
  generateKey(algorithm, extractable, given) {
    const usages = usagesOf(given, ["sign", "verify"], "HMAC");
    const [hash, length] = [hashOf(algorithm), lengthOf(algorithm)];
    return make(host.randomBytes(Math.ceil(length / 8)), hash, length, extractable, usages);
  },

  importKey(format, data, algorithm, extractable, given) {
    const usages = usagesOf(given, ["sign", "verify"], "HMAC");
    const hash = hashOf(algorithm);
    let secret;
    if (format === "raw") {
      secret = bytes(data, "the key").slice();
    } else if (format === "jwk") {
      checkJwk(data, { kty: "oct", use: "sig", algs: [algOf(hash)] }, extractable, usages);
      secret = member(data, "k");
    } else {
      throw noFormat("HMAC", format);
    }
    if (secret.length === 0) throw failure("DataError", "an HMAC key cannot be empty");
    const bits = secret.length * 8;
    const length = algorithm.length === undefined ? bits : numberOf(algorithm, "length");
    if (length > bits || length <= bits - 8) {
      throw failure("DataError", `the HMAC key has ${bits} bits: its \`length\` cannot be ${length}`);
    }
    return make(secret, hash, length, extractable, usages);
  },

  exportKey(format, key) {
    if (format === "raw") return materialOf(key).slice();
    if (format === "jwk") return toJwk(key, "oct", { k: materialOf(key), alg: algOf(key.algorithm.hash.name) });
    throw noFormat("HMAC", format);
  },

  keyLength: lengthOf,
  sign,

  verify(algorithm, key, signature, data) {
    const expected = sign(algorithm, key, data);
    return expected.length === signature.length && host.timingSafeEqual(expected, signature);
  },
};
