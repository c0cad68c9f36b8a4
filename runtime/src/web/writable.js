// WritableStream and its writer (Streams standard §5). The state of a stream and the machine that feeds its sink are
// one `Sink` object: writes wait in its queue, one is in flight at a time, and an error first waits for the write in
// flight. A stream has at most one writer.

import { brand } from "partyrs:brand";
import { Queue, method, promiseCall, promised, start, strategyOf } from "partyrs:queue";
import { RELEASED, Writing } from "partyrs:writing";

const LOCKED = "This WritableStream is currently locked to a writer.";
const CLOSED = "This WritableStream has been closed.";
const MAKING = Symbol("making a controller");

let sinkOf; // (stream): its Sink
export { sinkOf as writableSink };

class Sink {
  status = "writable"; // then "erroring" and "errored", or "closed"
  error = undefined;
  writer = null; // the Writing that has the lock
  controller;
  #queue = new Queue(); // of { chunk, resolve, reject }
  #highWaterMark;
  #size;
  #sink;
  #write;
  #close;
  #abort;
  #started = false;
  #inFlight = false; // a write or the close
  #closing = null; // the promise of close(), once asked for
  #closeSent = false;
  #aborting = null; // { promise, resolve, reject, reason, wasErroring }
  #aborter = null; // made when the controller's signal is asked for
  #abortedWith = null; // { reason }, once abort() was called

  constructor(sink, highWaterMark, size) {
    this.#sink = sink;
    this.#highWaterMark = highWaterMark;
    this.#size = size;
    this.#write = method(sink, "write");
    this.#close = method(sink, "close");
    this.#abort = method(sink, "abort");
    this.controller = new WritableStreamDefaultController(MAKING, this);
    const started = start(sink, this.controller);
    Promise.resolve(started).then(
      () => {
        this.#started = true;
        this.#advance();
      },
      (error) => {
        this.#started = true;
        this.#deal(error);
      },
    );
  }

  get signal() {
    if (this.#aborter === null) {
      this.#aborter = new AbortController();
      if (this.#abortedWith) this.#aborter.abort(this.#abortedWith.reason);
    }
    return this.#aborter.signal;
  }

  get isClosing() { return this.#closing !== null; }

  get desiredSize() {
    if (this.status === "errored" || this.status === "erroring") return null;
    return this.status === "closed" ? 0 : this.#highWaterMark - this.#queue.total;
  }

  /** Whether a writer should wait. */
  get isFull() { return this.status === "writable" && !this.isClosing && this.desiredSize <= 0; }

  acquire() {
    if (this.writer) throw new TypeError(LOCKED);
    return (this.writer = new Writing(this));
  }

  write(chunk) { return this.writeBy(this.writer, chunk); }

  /** What users' code says of the chunk's size; it may do anything to the stream meanwhile. */
  #measure(chunk) {
    if (this.#size === null) return 1;
    try {
      return this.#size(chunk);
    } catch (error) {
      this.fail(error);
      return 1;
    }
  }

  /** Writes for `writing`, which may lose the stream while the chunk is measured. */
  writeBy(writing, chunk) {
    const size = this.#measure(chunk);
    if (this.writer !== writing) return Promise.reject(new TypeError(RELEASED));
    if (this.status === "errored" || this.status === "erroring") return Promise.reject(this.error);
    if (this.isClosing || this.status === "closed") return Promise.reject(new TypeError(CLOSED));
    return this.#add(chunk, size);
  }

  #add(chunk, size) {
    const { promise, resolve, reject } = Promise.withResolvers();
    try {
      this.#queue.push({ chunk, resolve, reject }, size);
    } catch (error) {
      this.fail(error);
      return Promise.reject(this.error);
    }
    if (this.isFull) this.writer?.onFull();
    this.#advance();
    return promise;
  }

  close() {
    if (this.isClosing || this.status === "closed" || this.status === "errored") {
      return Promise.reject(new TypeError(CLOSED));
    }
    this.#closing = Promise.withResolvers();
    if (this.status === "writable") this.writer?.onRoom();
    this.#advance();
    return this.#closing.promise;
  }

  abort(reason) {
    if (this.status === "closed" || this.status === "errored") return Promise.resolve();
    this.#abortedWith ??= { reason };
    this.#aborter?.abort(reason);
    if (this.status === "closed" || this.status === "errored") return Promise.resolve();
    if (this.#aborting) return this.#aborting.promise;
    const wasErroring = this.status === "erroring";
    this.#aborting = { ...Promise.withResolvers(), reason, wasErroring };
    const { promise } = this.#aborting;
    if (!wasErroring) this.#startErroring(reason);
    return promise;
  }

  /** The controller's error(). */
  fail(error) {
    if (this.status === "writable") this.#startErroring(error);
  }

  #advance() {
    if (!this.#started || this.#inFlight) return;
    if (this.status === "erroring") {
      this.#finishErroring();
    } else if (this.status === "writable") {
      if (this.#queue.length > 0) this.#writeNext();
      else if (this.isClosing) this.#closeNow();
    }
  }

  #writeNext() {
    const entry = this.#queue.peek();
    this.#inFlight = true;
    promiseCall(this.#write, this.#sink, entry.chunk, this.controller).then(
      () => {
        this.#inFlight = false;
        const wasFull = this.isFull;
        this.#queue.shift();
        entry.resolve();
        if (wasFull && !this.isFull) this.writer?.onRoom();
        this.#advance();
      },
      (error) => {
        this.#inFlight = false;
        this.#queue.shift();
        entry.reject(error);
        this.#deal(error);
      },
    );
  }

  #closeNow() {
    this.#inFlight = this.#closeSent = true;
    const closed = promiseCall(this.#close, this.#sink);
    this.#forget();
    closed.then(
      () => {
        this.#inFlight = false;
        this.status = "closed";
        this.#closing.resolve();
        this.#aborting?.resolve();
        this.#aborting = null;
        this.writer?.onClose();
      },
      (error) => {
        this.#inFlight = false;
        this.#closing.reject(error);
        this.#aborting?.reject(error);
        this.#aborting = null;
        this.#deal(error);
      },
    );
  }

  /** The sink failed. */
  #deal(error) {
    if (this.status === "writable") this.#startErroring(error);
    else if (this.status === "erroring") this.#advance();
  }

  #startErroring(error) {
    this.status = "erroring";
    this.error = error;
    this.writer?.onErroring(error);
    this.#advance();
  }

  #finishErroring() {
    this.status = "errored";
    while (this.#queue.length > 0) this.#queue.shift().reject(this.error);
    const aborting = this.#aborting;
    this.#aborting = null;
    if (!aborting || aborting.wasErroring) {
      aborting?.reject(this.error);
      this.#rejectClose();
      return;
    }
    const aborted = promiseCall(this.#abort, this.#sink, aborting.reason);
    this.#forget();
    aborted.then(
      () => {
        aborting.resolve();
        this.#rejectClose();
      },
      (error) => {
        aborting.reject(error);
        this.#rejectClose();
      },
    );
  }

  #rejectClose() {
    if (this.isClosing && !this.#closeSent) this.#closing.reject(this.error);
    this.writer?.onError(this.error);
  }

  #forget() {
    this.#write = null;
    this.#close = null;
    this.#abort = null;
    this.#size = null;
  }
}

export class WritableStream {
  #sink;

  constructor(sink = {}, strategy = {}) {
    if (sink === null || typeof sink !== "object") {
      throw new TypeError("Failed to construct 'WritableStream': constructor parameter 1 is not of type 'object'.");
    }
    if (sink.type !== undefined) throw new RangeError("A WritableStream has no types.");
    this.#sink = new Sink(sink, ...strategyOf(strategy, 1));
  }

  get locked() { return this.#sink.writer !== null; }

  abort(reason) {
    return promised(() => {
      if (this.locked) throw new TypeError(LOCKED);
      return this.#sink.abort(reason);
    });
  }

  close() {
    return promised(() => {
      if (this.locked) throw new TypeError(LOCKED);
      return this.#sink.close();
    });
  }

  getWriter() { return new WritableStreamDefaultWriter(this); }

  static { sinkOf = (stream) => stream.#sink; }
}

export class WritableStreamDefaultWriter {
  #writing;
  constructor(stream) { this.#writing = sinkOf(stream).acquire(); }

  get closed() { return promised(() => this.#writing.closed); }
  get ready() { return promised(() => this.#writing.ready); }
  get desiredSize() { return this.#writing.sink.desiredSize; }

  write(chunk) { return promised(() => this.#writing.sink.writeBy(this.#writing, chunk)); }
  close() { return promised(() => this.#writing.sink.close()); }
  abort(reason) { return promised(() => this.#writing.sink.abort(reason)); }

  releaseLock() { this.#writing.release(); }
}

export class WritableStreamDefaultController {
  #sink;
  constructor(making, sink) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
    this.#sink = sink;
  }
  get signal() { return this.#sink.signal; }
  error(error) { this.#sink.fail(error); }
}

brand(WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController);
