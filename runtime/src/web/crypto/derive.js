// HKDF and PBKDF2: keys and passwords that others are derived from.
//
// Standards: Web Cryptography §31 and §32.

import host from "partyrs:host";
import { bytes, failure, hashOf, makeKey, materialOf, noFormat, numberOf, outcome, usagesOf } from "partyrs:crypto/key";

function parameter(algorithm, field) {
  if (algorithm[field] === undefined) throw new TypeError(`${algorithm.name} needs \`${field}\``);
  return bytes(algorithm[field], `\`${field}\``);
}

export default {
  importKey(format, data, { name }, extractable, given) {
    const usages = usagesOf(given, ["deriveKey", "deriveBits"], name);
    if (format !== "raw") throw noFormat(name, format);
    if (extractable) throw failure("SyntaxError", `a key for ${name} cannot be extractable`);
    return makeKey("secret", { name }, false, usages, bytes(data, "the key").slice());
  },

  deriveBits(algorithm, key, length) {
    const { name } = algorithm;
    const hash = hashOf(algorithm);
    const input = [materialOf(key), parameter(algorithm, "salt")];
    if (name === "HKDF") input.push(parameter(algorithm, "info"));
    const iterations = name === "PBKDF2" ? numberOf(algorithm, "iterations") : 1;
    if (iterations < 1) throw failure("OperationError", "PBKDF2 needs one of `iterations` at least");
    if (!(length > 0) || length % 8 !== 0) {
      throw failure("OperationError", `${name} gives a multiple of 8 bits, which ${length} is not`);
    }
    if (name === "HKDF") return outcome(host.hkdf(hash, input, length / 8));
    return outcome(host.pbkdf2(hash, input, iterations, length / 8));
  },

  /** Of a key for this algorithm: whatever there is. */
  keyLength: () => null,
};
