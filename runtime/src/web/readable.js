// ReadableStream and its readers (Streams standard §4). The state of a stream is one `State`; where its chunks come
// from is its machine: a `DefaultMachine` or, for bytes, a `ByteMachine`. A stream has at most one reader. Piping and
// teeing have files of their own.

import { brand } from "partyrs:brand";
import { handled, promised, strategyOf } from "partyrs:queue";
import { ByteMachine } from "partyrs:readable_bytes";
import { DefaultMachine } from "partyrs:readable_default";
import { pipe, pipeOptions } from "partyrs:pipe";
import { teeState } from "partyrs:tee";

const LOCKED = "This ReadableStream is currently locked to a reader.";
const RELEASED = "This ReadableStream reader has been released.";

let stateOf; // (stream): its State
export { stateOf as readableState };

/** What a stream is, whatever its public object. */
class State {
  status = "readable"; // then "closed" or "errored"
  error = undefined;
  reader = null; // the Reading that has the lock
  disturbed = false;
  machine = null;
  length = null; // in bytes, when it is known before the end
  source = undefined; // for a body: what it was made from, see streams.js

  close() {
    this.status = "closed";
    this.reader?.onClose();
  }

  fail(error) {
    this.status = "errored";
    this.error = error;
    this.reader?.onError(error);
  }

  cancel(reason) {
    this.disturbed = true;
    if (this.status === "closed") return Promise.resolve();
    if (this.status === "errored") return Promise.reject(this.error);
    this.close();
    return this.machine.cancel(reason).then(() => undefined);
  }

  /** Gives `request` the next chunk: now when there is one, else later. */
  read(request) {
    this.disturbed = true;
    if (this.status === "closed") request.close();
    else if (this.status === "errored") request.error(this.error);
    else this.machine.read(request);
  }

  /** The lock of a new reader. */
  acquire() {
    if (this.reader) throw new TypeError(LOCKED);
    return (this.reader = new Reading(this));
  }
}

/** A reader's hold on a stream, and those who wait for its chunks. */
class Reading {
  requests = []; // of read(), oldest first
  #state;
  #closed = null; // made when asked for

  constructor(state) { this.#state = state; }

  get state() {
    if (this.#state === null) throw new TypeError(RELEASED);
    return this.#state;
  }

  get closed() {
    if (this.#closed === null) {
      this.#closed = Promise.withResolvers();
      handled(this.#closed.promise);
      if (this.#state === null) this.#closed.reject(new TypeError(RELEASED));
      else if (this.#state.status === "closed") this.#closed.resolve();
      else if (this.#state.status === "errored") this.#closed.reject(this.#state.error);
    }
    return this.#closed.promise;
  }

  onClose() {
    this.#closed?.resolve();
    for (const request of this.requests.splice(0)) request.close();
  }

  onError(error) {
    this.#closed?.reject(error);
    for (const request of this.requests.splice(0)) request.error(error);
    this.state.machine.failPending?.(error);
  }

  release() {
    const state = this.#state;
    if (state === null) return;
    const error = new TypeError(RELEASED);
    if (state.status !== "readable") this.#closed = null;
    else this.#closed?.reject(error);
    for (const request of this.requests.splice(0)) request.error(error);
    state.machine.released(error);
    state.reader = null;
    this.#state = null;
  }
}

/** A read() that waits: settles the promise it is given to. */
export class PromisedRead {
  constructor(resolve, reject) {
    this.resolve = resolve;
    this.error = reject;
  }
  chunk(value) { this.resolve({ value, done: false }); }
  close(value) { this.resolve({ value, done: true }); }
}

export class ReadableStream {
  #state = new State();

  constructor(source = {}, strategy = {}) {
    if (source === null || typeof source !== "object") {
      throw new TypeError("Failed to construct 'ReadableStream': constructor parameter 1 is not of type 'object'.");
    }
    if (source.type === undefined) {
      new DefaultMachine(this.#state, source, ...strategyOf(strategy, 1));
    } else if (String(source.type) === "bytes") {
      if (strategy?.size !== undefined) throw new RangeError("A byte stream's strategy must have no size.");
      new ByteMachine(this.#state, source, strategyOf(strategy, 0)[0]);
    } else {
      throw new TypeError(`"${source.type}" is not a valid type of ReadableStream.`);
    }
  }

  static from(iterable) { return fromIterable(iterable); }

  get locked() { return this.#state.reader !== null; }

  cancel(reason) {
    if (this.locked) return Promise.reject(new TypeError(LOCKED));
    return this.#state.cancel(reason);
  }

  getReader(options) {
    if (options !== undefined && options !== null && typeof options !== "object" && typeof options !== "function") {
      throw new TypeError("The options of getReader() must be an object.");
    }
    const mode = options?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (String(mode) === "byob") return new ReadableStreamBYOBReader(this);
    throw new TypeError(`"${mode}" is not a valid reader mode.`);
  }

  tee() {
    const highWaterMark = this.#state.machine instanceof ByteMachine ? 0 : 1;
    return teeState(this.#state).map((source) => new ReadableStream(source, { __proto__: null, highWaterMark }));
  }

  pipeTo(destination, options) { return promised(() => pipe(this, destination, pipeOptions(options))); }

  pipeThrough(transform, options) {
    const { readable } = transform;
    stateOf(readable); // throws for what is no stream
    const { writable } = transform;
    handled(pipe(this, writable, pipeOptions(options)));
    return readable;
  }

  values(options) { return new Iteration(this.#state.acquire(), !!options?.preventCancel); }

  static { stateOf = (stream) => stream.#state; }
}

/** `for await` over a stream: reads one after another; leaving the loop cancels unless told otherwise. */
class Iteration {
  #reading;
  #preventCancel;
  #done = false;
  #last = null; // the promise of the step under way

  constructor(reading, preventCancel) {
    this.#reading = reading;
    this.#preventCancel = preventCancel;
  }

  next() {
    return this.#after(async () => (this.#done ? { value: undefined, done: true } : this.#read()));
  }

  return(value) {
    return this.#after(() => this.#leave(value));
  }

  /** Does `step` at once, or when the one under way is over. */
  #after(step) {
    const current = (this.#last = this.#last === null ? step() : this.#last.then(step, step));
    const over = () => { if (this.#last === current) this.#last = null; };
    current.then(over, over);
    return current;
  }

  async #read() {
    try {
      const result = await new Promise((resolve, reject) =>
        this.#reading.state.read(new PromisedRead(resolve, reject)));
      if (result.done) this.#release();
      return result;
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  async #leave(value) {
    if (!this.#done) {
      const { state } = this.#reading;
      const cancelled = this.#preventCancel ? undefined : state.cancel(value);
      this.#release();
      await cancelled;
    }
    return { value, done: true };
  }

  #release() {
    this.#done = true;
    this.#reading.release();
  }
}

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);
Object.setPrototypeOf(Iteration.prototype, AsyncIteratorPrototype);
delete Iteration.prototype.constructor;
for (const name of ["next", "return"]) Object.defineProperty(Iteration.prototype, name, { enumerable: true });

export class ReadableStreamDefaultReader {
  #reading;
  constructor(stream) { this.#reading = stateOf(stream).acquire(); }

  get closed() { return this.#reading.closed; }

  read() {
    return new Promise((resolve, reject) => this.#reading.state.read(new PromisedRead(resolve, reject)));
  }

  cancel(reason) { return promised(() => this.#reading.state.cancel(reason)); }

  releaseLock() { this.#reading.release(); }
}

export class ReadableStreamBYOBReader {
  #reading;
  constructor(stream) {
    const state = stateOf(stream);
    if (!(state.machine instanceof ByteMachine)) {
      throw new TypeError("This ReadableStream does not support BYOB reads.");
    }
    this.#reading = state.acquire();
  }

  get closed() { return this.#reading.closed; }

  async read(view, options) {
    const { state } = this.#reading;
    if (!ArrayBuffer.isView(view)) throw new TypeError("A BYOB read needs an ArrayBufferView.");
    if (view.byteLength === 0) throw new TypeError("You must call read() on a \"byob\" reader with a non-empty buffer.");
    const min = options?.min ?? 1;
    const room = view.length ?? view.byteLength;
    if (!(min >= 1)) throw new TypeError("min must be greater than 0.");
    if (min > room) throw new RangeError("min must not be larger than the view.");
    state.disturbed = true;
    if (state.status === "errored") throw state.error;
    return new Promise((resolve, reject) => state.machine.readInto(view, min, new PromisedRead(resolve, reject)));
  }

  /** workerd's own: waits for at least `least` elements. */
  readAtLeast(least, view) { return this.read(view, { min: least }); }

  cancel(reason) { return promised(() => this.#reading.state.cancel(reason)); }

  releaseLock() { this.#reading.release(); }
}

function fromIterable(iterable) {
  const open = iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator];
  if (typeof open !== "function") throw new TypeError("ReadableStream.from() takes an iterable.");
  const iterator = open.call(iterable);
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await iterator.next();
        if (next.done) controller.close();
        else controller.enqueue(await next.value);
      },
      async cancel(reason) {
        const last = iterator.return;
        if (last === undefined || last === null) return;
        const result = await Reflect.apply(last, iterator, [reason]);
        if (typeof result !== "object" || result === null) {
          throw new TypeError("The iterator's return() did not give an object.");
        }
      },
    },
    { highWaterMark: 0 },
  );
}

Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  value: ReadableStream.prototype.values,
  writable: true,
  configurable: true,
});
brand(
  ReadableStream, ReadableStreamDefaultReader, ReadableStreamBYOBReader,
);
