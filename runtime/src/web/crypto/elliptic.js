// ECDSA and ECDH over P-256, P-384 and P-521.
//
// Standards: Web Cryptography §20 and §21, RFC 7518 §6.2.

import host from "partyrs:host";
import {
  bytes, failure, firstBits, hashOf, makeKey, makePair, materialOf, noFormat, outcome, requireKey, usagesOf, wrongHalf,
} from "partyrs:crypto/key";
import { checkJwk, member, toJwk } from "partyrs:crypto/jwk";

/** Curve → the signature algorithm that JSON Web Keys name. */
const ALGS = { "P-256": "ES256", "P-384": "ES384", "P-521": "ES512" };

const publicUsages = (name) => (name === "ECDSA" ? ["verify"] : []);
const privateUsages = (name) => (name === "ECDSA" ? ["sign"] : ["deriveKey", "deriveBits"]);

function curveOf({ name, namedCurve }) {
  if (namedCurve === undefined) throw new TypeError(`${name} needs a \`namedCurve\``);
  if (!Object.hasOwn(ALGS, namedCurve)) throw failure("NotSupportedError", `${name} has no curve \`${namedCurve}\``);
  return namedCurve;
}

const ec = (curve, action, ...input) => host.ec(curve, action, "", input);

/** [type, material] of a JSON Web Key. */
function fromJwk(jwk, curve) {
  if (jwk.crv !== curve) throw failure("OperationError", `the JSON Web Key is of the curve ${jwk.crv}, not ${curve}`);
  const publicKey = ec(curve, "from-coordinates", member(jwk, "x"), member(jwk, "y"));
  if (jwk.d === undefined) return ["public", publicKey];
  const privateKey = ec(curve, "from-scalar", member(jwk, "d"));
  if (!host.timingSafeEqual(publicKey, ec(curve, "public", privateKey))) {
    throw failure("DataError", "the public half of the JSON Web Key does not belong to the private one");
  }
  return ["private", privateKey];
}

function read(format, data, curve) {
  switch (format) {
    case "raw": return ["public", ec(curve, "from-point", bytes(data, "the key"))];
    case "spki": return ["public", ec(curve, "from-spki", bytes(data, "the key"))];
    case "pkcs8": return ["private", ec(curve, "from-pkcs8", bytes(data, "the key"))];
    default: return fromJwk(data, curve);
  }
}

function toParts(key, curve) {
  const material = materialOf(key);
  const point = ec(curve, "point", key.type === "private" ? ec(curve, "public", material) : material);
  const size = (point.length - 1) / 2;
  const d = key.type === "private" ? ec(curve, "scalar", material) : undefined;
  return toJwk(key, "EC", { crv: curve, x: point.slice(1, 1 + size), y: point.slice(1 + size), d });
}

export default {
  generateKey(algorithm, extractable, given) {
    const { name } = algorithm;
    const usages = usagesOf(given, [...publicUsages(name), ...privateUsages(name)], name);
    const curve = curveOf(algorithm);
    const privateKey = ec(curve, "generate");
    const pair = [privateKey, ec(curve, "public", privateKey)];
    return makePair({ name, namedCurve: curve }, extractable, usages, publicUsages(name), pair);
  },

  importKey(format, data, algorithm, extractable, given) {
    const { name } = algorithm;
    const curve = curveOf(algorithm);
    const isPrivate = format === "pkcs8" || (format === "jwk" && data.d !== undefined);
    const usages = usagesOf(given, isPrivate ? privateUsages(name) : publicUsages(name), `${isPrivate ? "private" : "public"} ${name}`);
    if (!["raw", "spki", "pkcs8", "jwk"].includes(format)) throw noFormat(name, format);
    if (format === "jwk") {
      const expected = name === "ECDSA" ? { kty: "EC", use: "sig", algs: [ALGS[curve]] } : { kty: "EC", use: "enc" };
      checkJwk(data, expected, extractable, usages);
    }
    const [type, material] = read(format, data, curve);
    return makeKey(type, { name, namedCurve: curve }, extractable, usages, material);
  },

  exportKey(format, key) {
    const curve = key.algorithm.namedCurve;
    const isPublic = key.type === "public";
    switch (format) {
      case "jwk": return toParts(key, curve);
      case "raw": if (isPublic) return ec(curve, "point", materialOf(key)); break;
      case "spki": if (isPublic) return materialOf(key).slice(); break;
      case "pkcs8": if (!isPublic) return materialOf(key).slice(); break;
      default: throw noFormat(key.algorithm.name, format);
    }
    throw wrongHalf(key, format);
  },

  sign: (algorithm, key, data) => outcome(host.ec(key.algorithm.namedCurve, "sign", hashOf(algorithm), [materialOf(key), data])),

  verify(algorithm, key, signature, data) {
    return outcome(host.ec(key.algorithm.namedCurve, "verify", hashOf(algorithm), [materialOf(key), data, signature]));
  },

  deriveBits(algorithm, key, length) {
    const other = algorithm.public;
    requireKey(other);
    const { name, namedCurve } = key.algorithm;
    if (other.type !== "public" || other.algorithm.name !== name || other.algorithm.namedCurve !== namedCurve) {
      throw failure("InvalidAccessError", `\`public\` must be a public key for ${name} on ${namedCurve}`);
    }
    return firstBits(ec(namedCurve, "agree", materialOf(key), materialOf(other)), length, `ECDH on ${namedCurve}`);
  },
};
