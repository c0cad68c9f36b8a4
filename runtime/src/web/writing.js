// A writer's hold on a WritableStream (Streams standard §5.3): its two promises, which are made when asked for and keep
// their identity as long as they wait.

import { handled } from "partyrs:queue";

export const RELEASED = "This WritableStream writer has been released.";

/** A promise that is made when asked for; whether it waits is known. */
class Lazy {
  #it = null;
  waits = false;

  /** The promise; `begin` settles a new one, or returns "waits". */
  promise(begin) {
    if (this.#it === null) {
      this.#it = Promise.withResolvers();
      handled(this.#it.promise);
      this.waits = begin(this.#it) === "waits";
    }
    return this.#it.promise;
  }

  resolve() {
    this.#it?.resolve();
    this.waits = false;
  }

  /** One that waits is rejected; one that is settled gives way to a new one. */
  reject(error) {
    if (this.waits) this.#it.reject(error);
    else this.#it = null;
    this.waits = false;
  }

  renew() { if (!this.waits) this.#it = null; }
}

/** A writer's hold on a stream. */
export class Writing {
  #sink;
  #closed = new Lazy();
  #ready = new Lazy();
  #released = null; // the error, once released

  constructor(sink) { this.#sink = sink; }

  get sink() {
    if (this.#sink === null) throw new TypeError(RELEASED);
    return this.#sink;
  }

  get closed() {
    return this.#closed.promise((it) => {
      if (this.#sink === null) return it.reject(this.#released);
      if (this.#sink.status === "closed") return it.resolve();
      return this.#sink.status === "errored" ? it.reject(this.#sink.error) : "waits";
    });
  }

  get ready() {
    return this.#ready.promise((it) => {
      if (this.#sink === null) return it.reject(this.#released);
      if (this.#sink.status === "erroring" || this.#sink.status === "errored") return it.reject(this.#sink.error);
      return this.#sink.isFull ? "waits" : it.resolve();
    });
  }

  onFull() { this.#ready.renew(); }
  onRoom() { this.#ready.resolve(); }
  onClose() { this.#closed.resolve(); }
  onErroring(error) { this.#ready.reject(error); }
  onError(error) { this.#closed.reject(error); }

  release() {
    if (this.#sink === null) return;
    this.#released = new TypeError(RELEASED);
    this.#ready.reject(this.#released);
    this.#closed.reject(this.#released);
    this.#sink.writer = null;
    this.#sink = null;
  }
}
