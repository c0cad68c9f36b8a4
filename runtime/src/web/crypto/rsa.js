// RSASSA-PKCS1-v1_5, RSA-PSS and RSA-OAEP.
//
// Standards: Web Cryptography §16 to §18, RFC 7518 §6.3.

import host from "partyrs:host";
import {
  bytes, failure, hashOf, makeKey, makePair, materialOf, noFormat, numberOf, outcome, usagesOf, wrongHalf,
} from "partyrs:crypto/key";
import { checkJwk, member, toJwk } from "partyrs:crypto/jwk";

/** Bits of a modulus that is made here. Larger ones would keep a core busy for a minute. */
const MODULUS_BITS = [1024, 4096];

const isEncryption = (name) => name === "RSA-OAEP";
const publicUsages = (name) => (isEncryption(name) ? ["encrypt", "wrapKey"] : ["verify"]);
const privateUsages = (name) => (isEncryption(name) ? ["decrypt", "unwrapKey"] : ["sign"]);

function algOf(name, hash) {
  const bits = hash === "SHA-1" ? "1" : hash.slice(4);
  if (isEncryption(name)) return bits === "1" ? name : `${name}-${bits}`;
  return `${name === "RSA-PSS" ? "PS" : "RS"}${bits}`;
}

function described(name, hash, [, modulus, exponent]) {
  const modulusLength = modulus.length * 8 - Math.clz32(modulus[0]) + 24;
  return { name, modulusLength, publicExponent: exponent, hash: Object.freeze({ name: hash }) };
}

function exponentOf({ name, publicExponent }) {
  if (publicExponent === undefined) throw new TypeError(`${name} needs a \`publicExponent\``);
  const value = bytes(publicExponent, "`publicExponent`").reduce((sum, byte) => sum * 256 + byte, 0);
  if (value !== 3 && value !== 65537) throw failure("OperationError", "`publicExponent` must be 3 or 65537");
  return value;
}

/** [type, what the host says of the key]: its material, modulus and exponent. */
function read(format, data) {
  if (format === "spki") return ["public", host.rsaKey("from-spki", [bytes(data, "the key")])];
  if (format === "pkcs8") return ["private", host.rsaKey("from-pkcs8", [bytes(data, "the key")])];
  if (data.oth !== undefined) throw failure("NotSupportedError", "an RSA key has two primes here: `oth` is not supported");
  const names = ["n", "e", ...(data.d === undefined ? [] : ["d"]), ...(data.d === undefined || data.p === undefined ? [] : ["p", "q"])];
  const parts = names.map((name) => member(data, name));
  return [data.d === undefined ? "public" : "private", host.rsaKey("from-parts", parts)];
}

function written(key) {
  const { name, hash } = key.algorithm;
  const alg = algOf(name, hash.name);
  if (key.type === "public") {
    const [, n, e] = host.rsaKey("from-spki", [materialOf(key)]);
    return toJwk(key, "RSA", { n, e, alg });
  }
  const [n, e, d, p, q, dp, dq, qi] = host.rsaKey("private-parts", [materialOf(key)]);
  return toJwk(key, "RSA", { n, e, d, p, q, dp, dq, qi, alg });
}

/** `input` is the data and what else there is. */
function use(action, key, input, salt = 0) {
  return outcome(host.rsa(action, key.algorithm.hash.name, [materialOf(key), ...input], salt));
}

function scheme(algorithm) {
  if (algorithm.name !== "RSA-PSS") return ["pkcs1", 0];
  const salt = algorithm.saltLength === undefined ? -1 : numberOf(algorithm, "saltLength");
  if (salt < 0) throw failure("DataError", "RSA-PSS needs a `saltLength`, in bytes");
  return ["pss", salt];
}

function encryption(action, algorithm, key, data) {
  const label = algorithm.label === undefined ? new Uint8Array(0) : bytes(algorithm.label, "`label`");
  return use(action, key, [data, label]);
}

const encrypt = (algorithm, key, data) => encryption("oaep-encrypt", algorithm, key, data);
const decrypt = (algorithm, key, data) => encryption("oaep-decrypt", algorithm, key, data);

export default {
  async generateKey(algorithm, extractable, given) {
    const { name } = algorithm;
    const usages = usagesOf(given, [...publicUsages(name), ...privateUsages(name)], name);
    const [hash, bits, exponent] = [hashOf(algorithm), numberOf(algorithm, "modulusLength"), exponentOf(algorithm)];
    const [least, most] = MODULUS_BITS;
    if (bits < least || bits > most || bits % 8 !== 0) {
      throw failure("OperationError", `\`modulusLength\` must be a multiple of 8 from ${least} to ${most}, not ${bits}`);
    }
    if (usages.every((usage) => publicUsages(name).includes(usage))) makeKey("private", {}, extractable, []);
    const pair = await outcome(host.rsaGenerate(bits, exponent));
    const parts = host.rsaKey("from-spki", [pair[1]]);
    return makePair(described(name, hash, parts), extractable, usages, publicUsages(name), pair);
  },

  importKey(format, data, algorithm, extractable, given) {
    const { name } = algorithm;
    const hash = hashOf(algorithm);
    const isPrivate = format === "pkcs8" || (format === "jwk" && data.d !== undefined);
    const usages = usagesOf(given, isPrivate ? privateUsages(name) : publicUsages(name), `${isPrivate ? "private" : "public"} ${name}`);
    if (!["spki", "pkcs8", "jwk"].includes(format)) throw noFormat(name, format);
    if (format === "jwk") {
      const expected = { kty: "RSA", use: isEncryption(name) ? "enc" : "sig", algs: [algOf(name, hash)] };
      checkJwk(data, expected, extractable, usages);
    }
    const [type, parts] = read(format, data);
    return makeKey(type, described(name, hash, parts), extractable, usages, parts[0]);
  },

  exportKey(format, key) {
    switch (format) {
      case "jwk": return written(key);
      case "raw": throw wrongHalf(key, format);
      case "spki": if (key.type === "public") return materialOf(key).slice(); break;
      case "pkcs8": if (key.type === "private") return materialOf(key).slice(); break;
      default: throw noFormat(key.algorithm.name, format);
    }
    throw wrongHalf(key, format);
  },

  sign(algorithm, key, data) {
    const [name, salt] = scheme(algorithm);
    return use(`${name}-sign`, key, [data], salt);
  },

  verify(algorithm, key, signature, data) {
    const [name, salt] = scheme(algorithm);
    return use(`${name}-verify`, key, [data, signature], salt);
  },

  encrypt,
  decrypt,
  wrap: encrypt,
  unwrap: decrypt,
};
