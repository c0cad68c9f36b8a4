// Piping a readable into a writable (Streams standard §4.9.1, ReadableStreamPipeTo): reads only while the other end
// has room, and carries closing, errors and aborts from each end to the other unless told not to.

import { readableState } from "partyrs:readable";
import { WritableStream, writableSink } from "partyrs:writable";
import { ignore } from "partyrs:queue";

/** The options of a pipe, read in the standard's order. */
export function pipeOptions(options) {
  const preventAbort = !!options?.preventAbort;
  const preventCancel = !!options?.preventCancel;
  const preventClose = !!options?.preventClose;
  const signal = options?.signal;
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw new TypeError("`signal` is not an AbortSignal.");
  return { preventAbort, preventCancel, preventClose, signal };
}

/** The promise of `readable.pipeTo(writable, options)`; throws when the two cannot be piped. */
export function pipe(readable, writable, options) {
  const state = readableState(readable);
  if (!(writable instanceof WritableStream)) throw new TypeError("`writable` is not a WritableStream.");
  const sink = writableSink(writable);
  if (readable.locked) throw new TypeError("This ReadableStream is currently locked to a reader.");
  if (writable.locked) throw new TypeError("This WritableStream is currently locked to a writer.");
  return new Pipe(state, sink, options, options.signal).done;
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
      this.#finish(preventClose ? null : () => this.#close(), null);
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
        // Not at once: a source's enqueue() must not run into the sink.
        this.#lastWrite = Promise.resolve().then(() => this.#sink.write(chunk));
        this.#lastWrite.catch(ignore);
        // A turn of its own: a source that is always ready must not starve the rest.
        Promise.resolve().then(() => this.#next());
      },
      close: () => this.#check(),
      error: () => this.#check(),
    });
  }

  /** Closes the sink, unless something else was first. */
  #close() {
    const sink = this.#sink;
    if (sink.isClosing || sink.status === "closed") return undefined;
    if (sink.status === "errored") throw sink.error;
    return sink.close();
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
