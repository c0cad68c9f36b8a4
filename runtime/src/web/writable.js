// WritableStream and its writer (Streams standard §5). The state of a stream and the machine that feeds its sink are
// one `Sink` object: writes wait in its queue, one is in flight at a time, and an error first waits for the write in
// flight. A stream has at most one writer.

import { brand } from "partyrs:brand";
import { Queue, handled, highWaterMarkOf, method, promiseCall, sizeOf } from "partyrs:queue";

const LOCKED = "This WritableStream is currently locked to a writer.";
const RELEASED = "This WritableStream writer has been released.";
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
    const started = method(sink, "start")?.call(sink, this.controller);
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

  write(chunk) {
    if (this.status === "errored" || this.status === "erroring") return Promise.reject(this.error);
    if (this.isClosing || this.status === "closed") return Promise.reject(new TypeError(CLOSED));
    const { promise, resolve, reject } = Promise.withResolvers();
    try {
      this.#queue.push({ chunk, resolve, reject }, this.#size(chunk));
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
  }
}

/** A writer's hold on a stream; its promises are made when asked for. */
class Writing {
  #sink;
  #closed = null;
  #ready = null;

  constructor(sink) { this.#sink = sink; }

  get sink() {
    if (this.#sink === null) throw new TypeError(RELEASED);
    return this.#sink;
  }

  get closed() {
    if (this.#closed === null) {
      this.#closed = Promise.withResolvers();
      handled(this.#closed.promise);
      if (this.#sink === null) this.#closed.reject(new TypeError(RELEASED));
      else if (this.#sink.status === "closed") this.#closed.resolve();
      else if (this.#sink.status === "errored") this.#closed.reject(this.#sink.error);
    }
    return this.#closed.promise;
  }

  get ready() {
    if (this.#ready === null) {
      this.#ready = Promise.withResolvers();
      handled(this.#ready.promise);
      if (this.#sink === null) this.#ready.reject(new TypeError(RELEASED));
      else if (this.#sink.status === "erroring" || this.#sink.status === "errored") {
        this.#ready.reject(this.#sink.error);
      } else if (!this.#sink.isFull) this.#ready.resolve();
    }
    return this.#ready.promise;
  }

  onFull() { this.#ready = null; }
  onRoom() { this.#ready?.resolve(); }
  onClose() { this.#closed?.resolve(); }

  onErroring(error) {
    // A promise that is settled already must give way to a rejected one.
    this.#ready?.reject(error);
    this.#ready = null;
  }

  onError(error) { this.#closed?.reject(error); }

  release() {
    if (this.#sink === null) return;
    const error = new TypeError(RELEASED);
    this.#ready?.reject(error);
    this.#closed?.reject(error);
    this.#ready = this.#closed = null;
    this.#sink.writer = null;
    this.#sink = null;
  }
}

export class WritableStream {
  #sink;

  constructor(sink = {}, strategy = {}) {
    if (sink === null || typeof sink !== "object") {
      throw new TypeError("Failed to construct 'WritableStream': constructor parameter 1 is not of type 'object'.");
    }
    if (sink.type !== undefined) throw new RangeError("A WritableStream has no types.");
    this.#sink = new Sink(sink, highWaterMarkOf(strategy, 1), sizeOf(strategy));
  }

  get locked() { return this.#sink.writer !== null; }

  async abort(reason) {
    if (this.locked) throw new TypeError(LOCKED);
    return this.#sink.abort(reason);
  }

  async close() {
    if (this.locked) throw new TypeError(LOCKED);
    return this.#sink.close();
  }

  getWriter() { return new WritableStreamDefaultWriter(this); }

  static { sinkOf = (stream) => stream.#sink; }
}

export class WritableStreamDefaultWriter {
  #writing;
  constructor(stream) { this.#writing = sinkOf(stream).acquire(); }

  get closed() { return this.#writing.closed; }
  get ready() { return this.#writing.ready; }
  get desiredSize() { return this.#writing.sink.desiredSize; }

  // The writing starts before the promise is returned, so chunks keep the order of the calls.
  async write(chunk) { return this.#writing.sink.write(chunk); }
  async close() { return this.#writing.sink.close(); }
  async abort(reason) { return this.#writing.sink.abort(reason); }

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
