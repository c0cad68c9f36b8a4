// The key objects of node:crypto: secret keys. Public and private ones throw by name; crypto.subtle has them.

import { Buffer } from "partyrs:node/buffer";
import { bytesOf } from "partyrs:bytes";
import { notImplemented } from "partyrs:node/missing";
import host from "partyrs:host";

const illegal = Symbol("only made here");

/** `(key)`: the bytes of a KeyObject, or null for anything else. */
export let secretOf;

export class KeyObject {
  #secret;

  static {
    secretOf = (key) => (typeof key === "object" && key !== null && #secret in key ? key.#secret : null);
  }

  constructor(token, secret) {
    if (token !== illegal) throw notImplemented("crypto.KeyObject");
    this.#secret = secret;
  }

  /** The KeyObject of a CryptoKey, which must hold a secret. */
  static from(key) {
    const { CryptoKey, materialOf } = host.load("crypto/key");
    if (!(key instanceof CryptoKey)) {
      throw Object.assign(new TypeError('The "key" argument must be an instance of CryptoKey.'), { code: "ERR_INVALID_ARG_TYPE" });
    }
    if (key.type !== "secret") throw notImplemented(`crypto.KeyObject.from of a ${key.type} key`);
    return new KeyObject(illegal, materialOf(key));
  }

  get type() {
    return "secret";
  }

  get symmetricKeySize() {
    return this.#secret.length;
  }

  export(options) {
    if (options?.format !== "jwk") return Buffer.from(this.#secret);
    return { kty: "oct", k: Buffer.from(this.#secret).toString("base64url") };
  }

  equals(other) {
    const theirs = secretOf(other);
    return theirs !== null && theirs.length === this.#secret.length && host.timingSafeEqual(theirs, this.#secret);
  }

  get [Symbol.toStringTag]() {
    return "KeyObject";
  }
}

export function createSecretKey(key, encoding) {
  const bytes = typeof key === "string" ? Buffer.from(key, encoding) : bytesOf(key);
  if (bytes === null) {
    const shown = key === null || key === undefined ? String(key) : `type ${typeof key} (${String(key)})`;
    const message = `The "key" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received ${shown}`;
    throw Object.assign(new TypeError(message), { code: "ERR_INVALID_ARG_TYPE" });
  }
  return new KeyObject(illegal, Uint8Array.from(bytes));
}
