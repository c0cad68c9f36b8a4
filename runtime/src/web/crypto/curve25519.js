// Ed25519 (also under the name NODE-ED25519, which Workers had first) and X25519.
//
// Standards: Secure Curves in Web Cryptography, RFC 8037.

import host from "partyrs:host";
import {
  bytes, failure, firstBits, makeKey, makePair, materialOf, noFormat, outcome, requireKey, usagesOf, wrongHalf,
} from "partyrs:crypto/key";
import { checkJwk, member, toJwk } from "partyrs:crypto/jwk";

const NODE = "NODE-ED25519";
const KEY_BYTES = 32;

const curveOf = (name) => (name === "X25519" ? "X25519" : "Ed25519");
const publicUsages = (name) => (name === "X25519" ? [] : ["verify"]);
const privateUsages = (name) => (name === "X25519" ? ["deriveKey", "deriveBits"] : ["sign"]);

const okp = (name, action, ...input) => host.okp(curveOf(name), action, input);

/** What a key says of its algorithm. */
function described({ name, namedCurve }) {
  if (name !== NODE) return { name };
  if (namedCurve === undefined) throw new TypeError(`${NODE} needs a \`namedCurve\``);
  if (namedCurve !== NODE) throw failure("NotSupportedError", `${NODE} has no curve \`${namedCurve}\``);
  return { name, namedCurve };
}

function fromJwk(jwk, name) {
  if (jwk.crv !== curveOf(name)) throw failure("NotSupportedError", `the JSON Web Key is of the curve ${jwk.crv}, not ${curveOf(name)}`);
  const publicKey = sized(member(jwk, "x"));
  if (jwk.d === undefined) return ["public", publicKey];
  const seed = sized(member(jwk, "d"));
  if (!host.timingSafeEqual(publicKey, okp(name, "public", seed))) {
    throw failure("DataError", "the public half of the JSON Web Key does not belong to the private one");
  }
  return ["private", seed];
}

function sized(key) {
  if (key.length === KEY_BYTES) return key;
  throw failure("DataError", `the key has ${key.length} bytes instead of ${KEY_BYTES}`);
}

function read(format, data, name) {
  switch (format) {
    case "raw": return ["public", sized(bytes(data, "the key").slice())];
    case "spki": return ["public", okp(name, "from-spki", bytes(data, "the key"))];
    case "pkcs8": return ["private", okp(name, "from-pkcs8", bytes(data, "the key"))];
    default: return fromJwk(data, name);
  }
}

function written(key, name) {
  const material = materialOf(key);
  const isPrivate = key.type === "private";
  return toJwk(key, "OKP", {
    crv: curveOf(name),
    x: isPrivate ? okp(name, "public", material) : material,
    d: isPrivate ? material : undefined,
    alg: name === "X25519" ? undefined : "EdDSA",
  });
}

export default {
  generateKey(algorithm, extractable, given) {
    const { name } = algorithm;
    const usages = usagesOf(given, [...publicUsages(name), ...privateUsages(name)], name);
    const seed = host.randomBytes(KEY_BYTES);
    return makePair(described(algorithm), extractable, usages, publicUsages(name), [seed, okp(name, "public", seed)]);
  },

  importKey(format, data, algorithm, extractable, given) {
    const { name } = algorithm;
    const isPrivate = format === "pkcs8" || (format === "jwk" && data.d !== undefined);
    const usages = usagesOf(given, isPrivate ? privateUsages(name) : publicUsages(name), `${isPrivate ? "private" : "public"} ${name}`);
    if (!["raw", "spki", "pkcs8", "jwk"].includes(format)) throw noFormat(name, format);
    if (format === "jwk") {
      const expected = name === "X25519" ? { kty: "OKP", use: "enc" } : { kty: "OKP", use: "sig", algs: ["EdDSA", "Ed25519"] };
      checkJwk(data, expected, extractable, usages);
    }
    const [type, material] = read(format, data, name);
    return makeKey(type, described(algorithm), extractable, usages, material);
  },

  exportKey(format, key) {
    const { name } = key.algorithm;
    const isPublic = key.type === "public";
    switch (format) {
      case "jwk": return written(key, name);
      case "raw": if (isPublic) return materialOf(key).slice(); break;
      case "spki": if (isPublic) return okp(name, "to-spki", materialOf(key)); break;
      case "pkcs8": if (!isPublic) return okp(name, "to-pkcs8", materialOf(key)); break;
      default: throw noFormat(name, format);
    }
    throw wrongHalf(key, format);
  },

  sign: (algorithm, key, data) => outcome(okp("Ed25519", "sign", materialOf(key), data)),
  verify: (algorithm, key, signature, data) => outcome(okp("Ed25519", "verify", materialOf(key), data, signature)),

  deriveBits(algorithm, key, length) {
    const other = algorithm.public;
    requireKey(other);
    if (other.type !== "public" || other.algorithm.name !== "X25519") {
      throw failure("InvalidAccessError", "`public` must be a public key for X25519");
    }
    return firstBits(okp("X25519", "agree", materialOf(key), materialOf(other)), length, "X25519");
  },
};
