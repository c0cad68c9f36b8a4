// AES keys, and encryption in the modes CBC, CTR and GCM; KW wraps keys only.
//
// Standards: Web Cryptography §24 to §28, RFC 7518 §4 and §5.

import host from "partyrs:host";
import { bytes, failure, makeKey, materialOf, noFormat, numberOf, outcome, usagesOf } from "partyrs:crypto/key";
import { checkJwk, member, toJwk } from "partyrs:crypto/jwk";

const TAG_BITS = [32, 64, 96, 104, 112, 120, 128];

const usagesFor = (name) => (name === "AES-KW" ? ["wrapKey", "unwrapKey"] : ["encrypt", "decrypt", "wrapKey", "unwrapKey"]);

const algOf = (name, bits) => `A${bits}${name.slice(4)}`;

function keyLength(algorithm) {
  const length = numberOf(algorithm, "length");
  if (length === 128 || length === 192 || length === 256) return length;
  throw failure("OperationError", `an AES key has 128, 192 or 256 bits, not ${length}`);
}

const make = (secret, name, extractable, usages) =>
  makeKey("secret", { name, length: secret.length * 8 }, extractable, usages, secret);

function parameters(algorithm, field) {
  if (algorithm[field] === undefined) throw new TypeError(`${algorithm.name} needs \`${field}\``);
  const value = bytes(algorithm[field], `\`${field}\``);
  if (value.length !== 16) throw failure("OperationError", `\`${field}\` of ${algorithm.name} has 16 bytes, not ${value.length}`);
  return value;
}

/** What `algorithm` does to `data`: `direction` is "encrypt" or "decrypt". */
function crypt(direction, algorithm, key, data) {
  const secret = materialOf(key);
  switch (algorithm.name) {
    case "AES-CBC":
      return outcome(host.aes(`cbc-${direction}`, [secret, data, parameters(algorithm, "iv")], 0));
    case "AES-CTR": {
      const counter = parameters(algorithm, "counter");
      const length = numberOf(algorithm, "length");
      if (!(length >= 1 && length <= 128)) throw failure("OperationError", `an AES-CTR counter has 1 to 128 bits, not ${length}`);
      return outcome(host.aes("ctr", [secret, data, counter], length));
    }
    default:
      return gcm(direction, algorithm, secret, data);
  }
}

function gcm(direction, algorithm, secret, data) {
  if (algorithm.iv === undefined) throw new TypeError("AES-GCM needs `iv`");
  const iv = bytes(algorithm.iv, "`iv`");
  if (iv.length === 0) throw failure("OperationError", "`iv` of AES-GCM is empty");
  const { additionalData, tagLength = 128 } = algorithm;
  if (!TAG_BITS.includes(tagLength)) {
    throw failure("OperationError", `an AES-GCM tag has ${TAG_BITS.join(", ")} bits, not ${tagLength}`);
  }
  const additional = additionalData === undefined ? new Uint8Array(0) : bytes(additionalData, "`additionalData`");
  return outcome(host.aes(`gcm-${direction}`, [secret, data, iv, additional], tagLength / 8));
}

export default {
  keyLength,

  generateKey(algorithm, extractable, given) {
    const { name } = algorithm;
    const usages = usagesOf(given, usagesFor(name), name);
    return make(host.randomBytes(keyLength(algorithm) / 8), name, extractable, usages);
  },

  importKey(format, data, { name }, extractable, given) {
    const usages = usagesOf(given, usagesFor(name), name);
    if (format !== "raw" && format !== "jwk") throw noFormat(name, format);
    if (format === "jwk") checkJwk(data, { kty: "oct", use: "enc" }, extractable, usages);
    const secret = format === "jwk" ? member(data, "k") : bytes(data, "the key").slice();
    if (![16, 24, 32].includes(secret.length)) {
      throw failure("DataError", `an AES key has 128, 192 or 256 bits, not ${secret.length * 8}`);
    }
    if (format === "jwk") checkJwk(data, { kty: "oct", use: "enc", algs: [algOf(name, secret.length * 8)] }, extractable, usages);
    return make(secret, name, extractable, usages);
  },

  exportKey(format, key) {
    const { name, length } = key.algorithm;
    if (format === "raw") return materialOf(key).slice();
    if (format === "jwk") return toJwk(key, "oct", { k: materialOf(key), alg: algOf(name, length) });
    throw noFormat(name, format);
  },

  encrypt: (algorithm, key, data) => crypt("encrypt", algorithm, key, data),
  decrypt: (algorithm, key, data) => crypt("decrypt", algorithm, key, data),

  wrap(algorithm, key, data) {
    if (algorithm.name !== "AES-KW") return crypt("encrypt", algorithm, key, data);
    return outcome(host.aes("kw-wrap", [materialOf(key), data], 0));
  },

  unwrap(algorithm, key, data) {
    if (algorithm.name !== "AES-KW") return crypt("decrypt", algorithm, key, data);
    return outcome(host.aes("kw-unwrap", [materialOf(key), data], 0));
  },
};
