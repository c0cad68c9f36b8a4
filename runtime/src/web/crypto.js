// crypto: random numbers. SubtleCrypto, keys and digest streams are modules of their own below `crypto/`, loaded
// when they are first asked for.
//
// Standard: Web Cryptography; DigestStream is Cloudflare's.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { bytesOf } from "partyrs:bytes";

/** Bytes that getRandomValues may fill at once: the standard's. */
const RANDOM_BYTES_MAX = 65536;

const INTEGER_ARRAYS = [
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array,
];

const illegal = Symbol("only made here");

export class Crypto {
  constructor(token) {
    if (token !== illegal) throw new TypeError("Illegal constructor");
  }

  get subtle() {
    return host.load("crypto/subtle").subtle;
  }

  get DigestStream() {
    return host.load("crypto/digest_stream").DigestStream;
  }

  getRandomValues(array) {
    if (!INTEGER_ARRAYS.some((Class) => array instanceof Class)) {
      throw new DOMException("getRandomValues fills typed arrays of integers only", "TypeMismatchError");
    }
    if (array.byteLength > RANDOM_BYTES_MAX) {
      const message = `getRandomValues fills at most ${RANDOM_BYTES_MAX} bytes, not ${array.byteLength}`;
      throw new DOMException(message, "QuotaExceededError");
    }
    bytesOf(array).set(host.randomBytes(array.byteLength));
    return array;
  }

  randomUUID() {
    return host.randomUuid();
  }
}

brand(Crypto);

export const crypto = new Crypto(illegal);
