// The machine behind a ReadableStream of arbitrary chunks (Streams standard §4.6): a queue, filled by the source when
// the strategy or a waiting reader wants more. Chunks wait here or readers wait in the stream, never both.

import { brand } from "partyrs:brand";
import { Queue, method, promiseCall, start } from "partyrs:queue";

const MAKING = Symbol("making a controller");

/** Where the chunks of an ordinary stream wait: as many as the strategy allows. */
export class DefaultMachine {
  #state;
  #queue = new Queue();
  #highWaterMark;
  #size;
  #pull;
  #cancel;
  #source;
  #started = false;
  #pulling = false;
  #pullAgain = false;
  closeRequested = false;
  controller;

  constructor(state, source, highWaterMark, size) {
    this.#state = state;
    this.#source = source;
    this.#highWaterMark = highWaterMark;
    this.#size = size;
    this.#pull = method(source, "pull");
    this.#cancel = method(source, "cancel");
    state.machine = this;
    this.controller = new ReadableStreamDefaultController(MAKING, this);
    const started = start(source, this.controller);
    Promise.resolve(started).then(
      () => {
        this.#started = true;
        this.#pullIfNeeded();
      },
      (error) => this.error(error),
    );
  }

  get desiredSize() {
    if (this.#state.status === "errored") return null;
    return this.#state.status === "closed" ? 0 : this.#highWaterMark - this.#queue.total;
  }

  get canEnqueue() { return !this.closeRequested && this.#state.status === "readable"; }

  enqueue(chunk) {
    if (!this.canEnqueue) throw new TypeError("Unable to enqueue: the stream is closed or errored.");
    const requests = this.#state.reader?.requests;
    if (requests?.length) {
      requests.shift().chunk(chunk);
    } else {
      try {
        this.#queue.push(chunk, this.#size(chunk));
      } catch (error) {
        this.error(error);
        throw error;
      }
    }
    this.#pullIfNeeded();
  }

  close() {
    if (!this.canEnqueue) throw new TypeError("Unable to close: the stream is closed or errored.");
    this.closeRequested = true;
    if (this.#queue.length === 0) this.#finish();
  }

  error(error) {
    if (this.#state.status !== "readable") return;
    this.#queue.clear();
    this.#forget();
    this.#state.fail(error);
  }

  read(request) {
    if (this.#queue.length === 0) {
      this.#state.reader.requests.push(request);
      this.#pullIfNeeded();
      return;
    }
    const chunk = this.#queue.shift();
    if (this.closeRequested && this.#queue.length === 0) this.#finish();
    else this.#pullIfNeeded();
    request.chunk(chunk);
  }

  cancel(reason) {
    this.#queue.clear();
    const result = promiseCall(this.#cancel, this.#source, reason);
    this.#forget();
    return result;
  }

  released() {}

  #finish() {
    this.#forget();
    this.#state.close();
  }

  #forget() {
    this.#pull = null;
    this.#cancel = null;
  }

  #pullIfNeeded() {
    if (!this.#started || !this.canEnqueue || this.#pull === null) return;
    if (!this.#state.reader?.requests.length && this.desiredSize <= 0) return;
    if (this.#pulling) {
      this.#pullAgain = true;
      return;
    }
    this.#pulling = true;
    promiseCall(this.#pull, this.#source, this.controller).then(
      () => {
        this.#pulling = false;
        if (!this.#pullAgain) return;
        this.#pullAgain = false;
        this.#pullIfNeeded();
      },
      (error) => this.error(error),
    );
  }
}

export class ReadableStreamDefaultController {
  #machine;
  constructor(making, machine) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
    this.#machine = machine;
  }
  get desiredSize() { return this.#machine.desiredSize; }
  enqueue(chunk) { this.#machine.enqueue(chunk); }
  close() { this.#machine.close(); }
  error(error) { this.#machine.error(error); }
}

brand(ReadableStreamDefaultController);
