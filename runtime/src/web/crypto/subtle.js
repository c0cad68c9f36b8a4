// SubtleCrypto: which operations there are, and which family of algorithms does each. A family is a module of its
// own, loaded with its first key. Who may do what with a key is decided here.
//
// Standard: Web Cryptography §14; MD5 and timingSafeEqual are Cloudflare's. As in Workers, an algorithm that is not
// the key's is an InvalidAccessError, whether there is one of that name or not.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { bufferOf } from "partyrs:bytes";
import { bytes, failure, outcome, requireKey } from "partyrs:crypto/key";

/** Algorithm → the module that knows it. */
const FAMILIES = {
  "AES-CBC": "aes",
  "AES-CTR": "aes",
  "AES-GCM": "aes",
  "AES-KW": "aes",
  ECDH: "elliptic",
  ECDSA: "elliptic",
  Ed25519: "curve25519",
  HKDF: "derive",
  HMAC: "hmac",
  "NODE-ED25519": "curve25519",
  PBKDF2: "derive",
  "RSA-OAEP": "rsa",
  "RSA-PSS": "rsa",
  "RSASSA-PKCS1-v1_5": "rsa",
  X25519: "curve25519",
};

const DIGESTS = ["SHA-1", "SHA-256", "SHA-384", "SHA-512", "MD5"];

const illegal = Symbol("only made here");

export class SubtleCrypto {
  constructor(token) {
    if (token !== illegal) throw new TypeError("Illegal constructor");
  }

  async digest(algorithm, data) {
    return bufferOf(await outcome(host.digest(digestName(algorithm), bytes(data, "the data"))));
  }

  async sign(algorithm, key, data) {
    const [family, checked] = permitted("sign", algorithm, key);
    return bufferOf(await family.sign(checked, key, bytes(data, "the data")));
  }

  async verify(algorithm, key, signature, data) {
    const [family, checked] = permitted("verify", algorithm, key);
    return family.verify(checked, key, bytes(signature, "the signature"), bytes(data, "the data"));
  }

  async encrypt(algorithm, key, data) {
    const [family, checked] = permitted("encrypt", algorithm, key);
    return bufferOf(await family.encrypt(checked, key, bytes(data, "the data")));
  }

  async decrypt(algorithm, key, data) {
    const [family, checked] = permitted("decrypt", algorithm, key);
    return bufferOf(await family.decrypt(checked, key, bytes(data, "the data")));
  }

  async generateKey(algorithm, extractable, usages) {
    const known = named(algorithm);
    const { generateKey } = familyOf(known.name);
    if (generateKey === undefined) throw failure("NotSupportedError", `no key for ${known.name} can be generated`);
    return generateKey(known, Boolean(extractable), usages);
  }

  async importKey(format, keyData, algorithm, extractable, usages) {
    const known = named(algorithm);
    if (format === "jwk") requireJwk(keyData);
    else bytes(keyData, "the key");
    return familyOf(known.name).importKey(format, keyData, known, Boolean(extractable), usages);
  }

  async exportKey(format, key) {
    return exported(format, key);
  }

  async deriveBits(algorithm, key, length = null) {
    const [family, checked] = permitted("deriveBits", algorithm, key);
    return bufferOf(await family.deriveBits(checked, key, length));
  }

  async deriveKey(algorithm, key, derivedAlgorithm, extractable, usages) {
    const [family, checked] = permitted("deriveKey", algorithm, key);
    const known = named(derivedAlgorithm);
    const derived = familyOf(known.name);
    if (derived.keyLength === undefined) throw failure("NotSupportedError", `no key for ${known.name} can be derived`);
    const secret = await family.deriveBits(checked, key, derived.keyLength(known));
    return derived.importKey("raw", secret, known, Boolean(extractable), usages);
  }

  async wrapKey(format, key, wrappingKey, algorithm) {
    const [family, checked] = permitted("wrapKey", algorithm, wrappingKey);
    const plain = exported(format, key);
    return bufferOf(await family.wrap(checked, wrappingKey, format === "jwk" ? jwkBytes(plain) : bytes(plain, "the key")));
  }

  async unwrapKey(format, wrappedKey, unwrappingKey, algorithm, keyAlgorithm, extractable, usages) {
    const [family, checked] = permitted("unwrapKey", algorithm, unwrappingKey);
    const known = named(keyAlgorithm);
    const plain = await family.unwrap(checked, unwrappingKey, bytes(wrappedKey, "the wrapped key"));
    const keyData = format === "jwk" ? parsedJwk(plain) : plain;
    return familyOf(known.name).importKey(format, keyData, known, Boolean(extractable), usages);
  }

  timingSafeEqual(left, right) {
    const [a, b] = [bytes(left, "the first value"), bytes(right, "the second value")];
    if (a.length !== b.length) throw new TypeError("Input buffers must have the same byte length");
    return host.timingSafeEqual(a, b);
  }
}

brand(SubtleCrypto);

export const subtle = new SubtleCrypto(illegal);

function nameOf(algorithm) {
  if (typeof algorithm === "string") return algorithm;
  const isObject = typeof algorithm === "object" && algorithm !== null;
  if (isObject && algorithm.name !== undefined) return String(algorithm.name);
  throw new TypeError("the algorithm must be a name or an object with a `name`");
}

/** `algorithm` under the name that is in the table. */
function named(algorithm) {
  const given = nameOf(algorithm);
  const name = Object.keys(FAMILIES).find((known) => known.toUpperCase() === given.toUpperCase());
  if (name === undefined) throw failure("NotSupportedError", `there is no algorithm \`${given}\` for keys`);
  return called(name, algorithm);
}

/** `algorithm`, with `name` for its name. */
const called = (name, algorithm) =>
  Object.create(typeof algorithm === "object" ? algorithm : null, { name: { value: name } });

const familyOf = (name) => host.load(`crypto/${FAMILIES[name]}`).default;

/** The name of the hash that `algorithm` means. */
export function digestName(algorithm) {
  const name = nameOf(algorithm).toUpperCase();
  if (!DIGESTS.includes(name)) throw failure("NotSupportedError", `there is no hash \`${name}\`; there are ${DIGESTS.join(", ")}`);
  return name;
}

/** [the family, the algorithm] if `key` may be used so. */
function permitted(usage, algorithm, key) {
  requireKey(key);
  const { name } = key.algorithm;
  const asked = nameOf(algorithm);
  if (asked.toUpperCase() !== name.toUpperCase()) {
    throw failure("InvalidAccessError", `the key is for ${name}, not for ${asked}`);
  }
  if (!key.usages.includes(usage)) {
    throw failure("InvalidAccessError", `the key may not be used to ${usage}: its usages are [${key.usages.join(", ")}]`);
  }
  return [familyOf(name), called(name, algorithm)];
}

/** What `exportKey` gives. */
function exported(format, key) {
  requireKey(key);
  const { exportKey } = familyOf(key.algorithm.name);
  if (!key.extractable || exportKey === undefined) throw failure("InvalidAccessError", "the key is not extractable");
  const plain = exportKey(format, key);
  return format === "jwk" ? plain : bufferOf(plain);
}

function requireJwk(keyData) {
  const isJwk = typeof keyData === "object" && keyData !== null && !ArrayBuffer.isView(keyData) && !(keyData instanceof ArrayBuffer);
  if (!isJwk) throw new TypeError("a key in the format `jwk` is an object");
}

/** A JSON Web Key as text, in a length that AES-KW takes. */
function jwkBytes(jwk) {
  const text = JSON.stringify(jwk);
  return new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
}

function parsedJwk(plain) {
  let jwk;
  try {
    jwk = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
  } catch {
    throw failure("DataError", "the unwrapped key is no JSON Web Key");
  }
  requireJwk(jwk);
  return jwk;
}
