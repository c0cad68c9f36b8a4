// Piping a readable into a writable (Streams standard §4.9.1, ReadableStreamPipeTo): reads only while the other end
// has room, and carries closing, errors and aborts from each end to the other unless told not to.

import { readableState } from "partyrs:readable";
import { writableSink } from "partyrs:writable";
import { ignore } from "partyrs:queue";

/** The promise of `readable.pipeTo(writable, options)`. */
export async function pipe(readable, writable, options) {
  const state = readableState(readable);
  const sink = writableSink(writable);
  const signal = options?.signal;
  if (readable.locked) throw new TypeError("This ReadableStream is currently locked to a reader.");
  if (writable.locked) throw new TypeError("This WritableStream is currently locked to a writer.");
  return new Pipe(state, sink, options ?? {}, signal).done;
}

class Pipe {
  #state;
  #sink;
  #reading;
  #writing;
  #options;
  #signal;
  #over = false;
  #lastWrite = Promise.resolve();
  #done = Promise.withResolvers();
  #onAbort = null;

  constructor(state, sink, options, signal) {
    this.#state = state;
    this.#sink = sink;
    this.#options = options;
    this.#signal = signal;
    this.#reading = state.acquire();
    this.#writing = sink.acquire();
    state.disturbed = true;
    if (signal) this.#watch(signal);
    const check = () => this.#check();
    this.#reading.closed.then(check, check);
    this.#writing.closed.then(check, check);
    if (!this.#check()) this.#next();
  }

  get done() { return this.#done.promise; }

  #watch(signal) {
    this.#onAbort = () => this.#aborted(signal.reason);
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener("abort", this.#onAbort);
  }

  /** Whether an end has settled the matter; starts the end of the pipe if so. */
  #check() {
    if (this.#over) return true;
    const { preventAbort, preventCancel, preventClose } = this.#options;
    const state = this.#state;
    const sink = this.#sink;
    if (state.status === "errored") {
      this.#finish(preventAbort ? null : () => sink.abort(state.error), { error: state.error });
    } else if (sink.status === "erroring" || sink.status === "errored") {
      this.#finish(preventCancel ? null : () => state.cancel(sink.error), { error: sink.error });
    } else if (state.status === "closed") {
      this.#finish(preventClose || sink.isClosing || sink.status === "closed" ? null : () => sink.close(), null);
    } else if (sink.isClosing || sink.status === "closed") {
      const error = new TypeError("This WritableStream has been closed.");
      this.#finish(preventCancel ? null : () => state.cancel(error), { error });
    }
    return this.#over;
  }

  /** Moves one chunk, then the next. */
  #next() {
    if (this.#check()) return;
    if (this.#sink.isFull) {
      this.#writing.ready.then(() => this.#next(), () => this.#check());
      return;
    }
    this.#state.read({
      chunk: (chunk) => {
        this.#lastWrite = this.#sink.write(chunk);
        this.#lastWrite.catch(ignore);
        // A turn of its own: a source that is always ready must not starve the rest.
        Promise.resolve().then(() => this.#next());
      },
      close: () => this.#check(),
      error: () => this.#check(),
    });
  }

  #aborted(reason) {
    const { preventAbort, preventCancel } = this.#options;
    const both = () => Promise.all([
      preventAbort || this.#sink.status !== "writable" ? undefined : this.#sink.abort(reason),
      preventCancel || this.#state.status !== "readable" ? undefined : this.#state.cancel(reason),
    ]);
    this.#finish(both, { error: reason });
  }

  /** Waits for what was written, does `action`, lets go of both ends. `failure` is null or { error }. */
  async #finish(action, failure) {
    if (this.#over) return;
    this.#over = true;
    try {
      if (this.#sink.status === "writable" && !this.#sink.isClosing) await this.#lastWrite.catch(ignore);
      if (action) await action();
    } catch (error) {
      failure = { error };
    }
    this.#reading.release();
    this.#writing.release();
    if (this.#onAbort) this.#signal.removeEventListener("abort", this.#onAbort);
    if (failure) this.#done.reject(failure.error);
    else this.#done.resolve();
  }
}
