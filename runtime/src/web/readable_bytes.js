// The machine behind a ReadableStream of bytes (Streams standard §4.7): chunks are bytes, and a BYOB read is filled
// in place. Buffers change hands by transfer, so neither side sees the other's writes. Reads that wait are kept by
// the reader (plain reads) or here (BYOB reads), never both.

import {
  MAKING, ReadableByteStreamController, ReadableStreamBYOBRequest, endRequest,
} from "partyrs:byte_controller";
import { bytesOf } from "partyrs:bytes";
import { method, promiseCall, start } from "partyrs:queue";

const BROKEN = "The stream was closed in the middle of an element.";

export class ByteMachine {
  #state;
  #chunks = [];
  #total = 0;
  #waiting = []; // BYOB reads and auto-allocated buffers, oldest first
  #byobRequest = null;
  #highWaterMark;
  #autoAllocate;
  #source;
  #pull;
  #cancel;
  #started = false;
  #pulling = false;
  #pullAgain = false;
  closeRequested = false;
  controller;

  constructor(state, source, highWaterMark) {
    this.#state = state;
    this.#source = source;
    this.#highWaterMark = highWaterMark;
    this.#autoAllocate = source.autoAllocateChunkSize;
    if (this.#autoAllocate === 0) throw new TypeError("autoAllocateChunkSize must be greater than 0.");
    this.#pull = method(source, "pull");
    this.#cancel = method(source, "cancel");
    state.machine = this;
    this.controller = new ReadableByteStreamController(MAKING, this);
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
    return this.#state.status === "closed" ? 0 : this.#highWaterMark - this.#total;
  }

  get canEnqueue() { return !this.closeRequested && this.#state.status === "readable"; }

  get byobRequest() {
    const first = this.#waiting[0];
    if (this.#byobRequest === null && first) {
      const view = new Uint8Array(first.buffer, first.offset + first.filled, first.length - first.filled);
      this.#byobRequest = new ReadableStreamBYOBRequest(MAKING, this, view);
    }
    return this.#byobRequest;
  }

  enqueue(chunk) {
    const given = bytesOf(chunk);
    if (given === null) throw new TypeError("A chunk of a byte stream must be an ArrayBufferView.");
    if (given.length === 0) throw new TypeError("Cannot enqueue a zero-length ArrayBuffer.");
    if (!this.canEnqueue) throw new TypeError("Unable to enqueue: the stream is closed or errored.");
    const { byteOffset, byteLength } = given; // a transferred buffer's view forgets them
    const bytes = new Uint8Array(given.buffer.transfer(), byteOffset, byteLength);
    this.#endRequest();
    if (this.#waiting[0]?.released) this.#giveUpFirst();
    const requests = this.#state.reader?.requests;
    // A buffer allocated for a plain read is not needed: the chunk itself answers that read.
    if (requests?.length && this.#waiting[0]?.request === null) this.#giveUpFirst();
    if (requests?.length && this.#total === 0) {
      requests.shift().chunk(bytes);
    } else {
      this.#put(bytes);
      while (requests?.length && this.#total > 0) requests.shift().chunk(this.#take());
      this.#fillWaiting();
    }
    this.#pullIfNeeded();
  }

  close() {
    if (!this.canEnqueue) throw new TypeError("Unable to close: the stream is closed or errored.");
    this.closeRequested = true;
    if (this.#total > 0) return;
    if (this.#isBroken) {
      const error = new TypeError(BROKEN);
      this.error(error);
      throw error;
    }
    this.#finish();
  }

  error(error) {
    if (this.#state.status !== "readable") return;
    this.#clear();
    this.#forget();
    this.#state.fail(error);
  }

  read(request) {
    if (this.#total > 0) {
      const chunk = this.#take();
      this.#afterTaking();
      request.chunk(chunk);
      return;
    }
    this.#state.reader.requests.push(request);
    if (this.#autoAllocate !== undefined) {
      const buffer = new ArrayBuffer(this.#autoAllocate);
      this.#wait({ buffer, offset: 0, length: this.#autoAllocate, min: 1, size: 1, type: Uint8Array, request: null });
    }
    this.#pullIfNeeded();
  }

  /** A BYOB read into `view` of at least `min` elements. */
  readInto(view, min, request) {
    const type = view.constructor;
    const size = type.BYTES_PER_ELEMENT ?? 1;
    const { byteOffset: offset, byteLength: length } = view;
    const into = { buffer: view.buffer.transfer(), offset, length, min: min * size, size, type, request };
    if (this.#state.status === "closed") {
      request.close(new type(into.buffer, offset, 0));
      return;
    }
    this.#wait(into);
    this.#fillWaiting();
    this.#pullIfNeeded();
  }

  /** The source has written `count` bytes into the first waiting buffer, which is now `buffer`. */
  respond(count, buffer) {
    const first = this.#waiting[0];
    this.checkResponse(count);
    if (this.#state.status === "closed") {
      this.#endRequest();
      this.#closeWaiting();
      return;
    }
    if (first.filled + count > first.length) throw new RangeError("More bytes than the view has room for.");
    this.#endRequest();
    first.buffer = buffer.transfer();
    first.filled += count;
    if (first.request === null) {
      this.#waiting.shift();
      const bytes = new Uint8Array(first.buffer, first.offset, first.filled);
      const requests = this.#state.reader?.requests;
      if (requests?.length) {
        // With a released buffer goes the one that this read brought.
        if (first.released && this.#waiting[0]?.request === null) this.#waiting.shift();
        requests.shift().chunk(bytes);
      } else {
        this.#put(bytes);
        this.#fillWaiting();
      }
    } else {
      this.#settleFilled();
    }
    this.#pullIfNeeded();
  }

  /** Throws when `count` bytes are no answer to a BYOB request now. */
  checkResponse(count) {
    if (this.#state.status === "closed") {
      if (count !== 0) throw new TypeError("The stream is closed: respond with 0 bytes.");
    } else if (count === 0) {
      throw new TypeError("respond() needs at least one byte while the stream is open.");
    }
  }

  cancel(reason) {
    this.#clear();
    const result = promiseCall(this.#cancel, this.#source, reason);
    this.#forget();
    return result;
  }

  /** The reader let go: its reads are over. The source may still write into the buffer it has. */
  released(error) {
    for (const into of this.#waiting.splice(1)) into.request?.error(error);
    const first = this.#waiting[0];
    first?.request?.error(error);
    if (first) {
      first.request = null;
      first.released = true;
    }
  }

  /** The stream failed. */
  failPending(error) {
    for (const into of this.#waiting.splice(0)) into.request?.error(error);
  }

  /** Drops the first waiting buffer, but not what is in it already. */
  #giveUpFirst() {
    const { buffer, offset, filled } = this.#waiting.shift();
    if (filled > 0) this.#put(new Uint8Array(buffer, offset, filled));
  }

  #wait(into) {
    into.filled = 0;
    this.#waiting.push(into);
  }

  #put(bytes) {
    this.#chunks.push(bytes);
    this.#total += bytes.length;
  }

  #take() {
    const chunk = this.#chunks.shift();
    this.#total -= chunk.length;
    return chunk;
  }

  /** Moves queued bytes into the waiting buffers. */
  #fillWaiting() {
    while (this.#total > 0 && this.#waiting.length > 0) {
      const into = this.#waiting[0];
      const chunk = this.#chunks[0];
      const count = Math.min(chunk.length, into.length - into.filled);
      new Uint8Array(into.buffer, into.offset + into.filled, count).set(chunk.subarray(0, count));
      into.filled += count;
      this.#total -= count;
      if (count === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(count);
      if (this.#total === 0 || into.filled === into.length) this.#settleFilled();
    }
    if (this.#total === 0) this.#afterTaking();
  }

  /** Answers the first waiting read if it has enough; a broken element goes back to the queue. */
  #settleFilled() {
    const into = this.#waiting[0];
    if (into.filled < into.min) return;
    this.#waiting.shift();
    const rest = into.filled % into.size;
    if (rest > 0) {
      const end = into.offset + into.filled;
      this.#chunks.unshift(new Uint8Array(into.buffer.slice(end - rest, end)));
      this.#total += rest;
    }
    into.request.chunk(new into.type(into.buffer, into.offset, (into.filled - rest) / into.size));
  }

  #afterTaking() {
    const ends = this.closeRequested && this.#total === 0 && this.#state.status === "readable";
    if (!ends) this.#pullIfNeeded();
    else if (this.#isBroken) this.error(new TypeError(BROKEN));
    else this.#finish();
  }

  /** Whether the bytes for the first waiting read end within an element. */
  get #isBroken() {
    const first = this.#waiting[0];
    return first !== undefined && first.filled % first.size !== 0;
  }

  #finish() {
    this.#forget();
    this.#state.close();
    this.#closeWaiting();
  }

  #closeWaiting() {
    for (const into of this.#waiting.splice(0)) {
      into.request?.close(new into.type(into.buffer, into.offset, Math.floor(into.filled / into.size)));
    }
  }

  #clear() {
    this.#chunks = [];
    this.#total = 0;
    this.#endRequest();
    if (this.#state.status === "closed") for (const into of this.#waiting.splice(0)) into.request?.close(undefined);
  }

  #endRequest() {
    if (this.#byobRequest) endRequest(this.#byobRequest);
    this.#byobRequest = null;
  }

  #forget() {
    this.#pull = null;
    this.#cancel = null;
  }

  #pullIfNeeded() {
    if (!this.#started || !this.canEnqueue || this.#pull === null) return;
    const wanted = this.#state.reader?.requests.length || this.#waiting.length;
    if (!wanted && this.desiredSize <= 0) return;
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
