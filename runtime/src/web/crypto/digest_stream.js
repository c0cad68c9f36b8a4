// DigestStream: a WritableStream whose `digest` is the hash of everything written to it. The hash so far is the
// host's and goes with the stream.
//
// Cloudflare's; there is no standard.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { bufferOf, bytesOf } from "partyrs:bytes";
import { digestName } from "partyrs:crypto/subtle";
import { WritableStream } from "partyrs:streams";

const forgotten = new FinalizationRegistry((id) => host.digestDrop(id));

const utf8 = new TextEncoder();

export class DigestStream extends WritableStream {
  #digest;
  #written = 0n;

  constructor(algorithm) {
    const hashing = host.digestStart(digestName(algorithm));
    const { promise, resolve, reject } = Promise.withResolvers();
    const fail = (error) => {
      host.digestDrop(hashing);
      reject(error);
      throw error;
    };
    super({
      write: (chunk) => {
        const bytes = typeof chunk === "string" ? utf8.encode(chunk) : bytesOf(chunk);
        if (bytes === null) fail(new TypeError("a DigestStream takes ArrayBuffers, views of them and strings"));
        host.digestUpdate(hashing, bytes);
        this.#written += BigInt(bytes.length);
      },
      close: () => resolve(bufferOf(host.digestFinish(hashing))),
      abort: (reason) => {
        host.digestDrop(hashing);
        reject(reason);
      },
    });
    // Who never asks for the digest need not hear that there is none.
    promise.catch(() => {});
    this.#digest = promise;
    forgotten.register(this, hashing);
  }

  /** A promise of the hash, as an ArrayBuffer. */
  get digest() {
    return this.#digest;
  }

  /** How many bytes were hashed, as a BigInt. */
  get bytesWritten() {
    return this.#written;
  }
}

brand(DigestStream);
