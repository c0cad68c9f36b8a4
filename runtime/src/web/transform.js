// TransformStream (Streams standard §6), and workerd's two streams of bytes that change nothing. What is written
// waits until the readable side wants more; an error on one side is one on both.

import { brand } from "partyrs:brand";
import { bytesOf } from "partyrs:bytes";
import { ignore, method, promiseCall, start, strategyOf } from "partyrs:queue";
import { ReadableStream, readableState } from "partyrs:readable";
import { WritableStream, writableSink } from "partyrs:writable";

const MAKING = Symbol("making a controller");
const BYTES = Symbol("the readable side is a byte stream");

/** What the two sides of a TransformStream share. */
class Machine {
  readable;
  writable;
  #transformer;
  #transform;
  #flush;
  #cancel;
  #wanted = null; // resolved when the readable side wants more; null while it does
  #ended = null; // the promise of the flush or cancel that is the end

  constructor(transformer, writableStrategy, readableStrategy) {
    this.#transformer = transformer;
    this.#transform = method(transformer, "transform");
    this.#flush = method(transformer, "flush");
    this.#cancel = method(transformer, "cancel");
    const started = Promise.withResolvers();
    this.#wanted = Promise.withResolvers();
    const bytes = transformer[BYTES];
    const [writableMark, writableSize] = strategyOf(writableStrategy, 1);
    const [readableMark, readableSize] = strategyOf(readableStrategy, 0);
    this.writable = new WritableStream(this.#sink(started.promise), {
      highWaterMark: writableMark,
      size: writableSize,
    });
    this.readable = new ReadableStream(this.#source(started.promise, bytes), {
      highWaterMark: readableMark,
      size: bytes ? undefined : readableSize,
    });
    this.controller = new TransformStreamDefaultController(MAKING, this);
    started.resolve(start(transformer, this.controller));
  }

  get #out() { return readableState(this.readable).machine; }

  get desiredSize() { return this.#out.desiredSize; }

  enqueue(chunk) {
    const out = this.#out;
    if (!out.canEnqueue) throw new TypeError("Unable to enqueue: the readable side is closed or errored.");
    try {
      out.enqueue(chunk);
    } catch (error) {
      this.#failWritable(error);
      throw error;
    }
    const reads = readableState(this.readable).reader?.requests.length;
    if (!reads && out.desiredSize <= 0) this.#wanted ??= Promise.withResolvers();
  }

  error(error) {
    this.#out.error(error);
    this.#failWritable(error);
  }

  terminate() {
    if (this.#out.canEnqueue) this.#out.close();
    this.#failWritable(new TypeError("The TransformStream has been terminated."));
  }

  #want() {
    this.#wanted?.resolve();
    this.#wanted = null;
  }

  #failWritable(error) {
    this.#forget();
    writableSink(this.writable).fail(error);
    this.#want();
  }

  #forget() { this.#transform = this.#flush = this.#cancel = null; }

  #sink(started) {
    return {
      start: () => started,
      write: async (chunk) => {
        if (this.#wanted) {
          await this.#wanted.promise;
          const sink = writableSink(this.writable);
          if (sink.status === "erroring") throw sink.error;
        }
        return this.#apply(chunk);
      },
      close: () => this.#end(this.#flush, this.controller, () => {
        const state = readableState(this.readable);
        if (state.status === "errored") throw state.error;
        if (this.#out.canEnqueue) this.#out.close();
      }),
      abort: (reason) => this.#end(this.#cancel, reason, () => {
        const state = readableState(this.readable);
        if (state.status === "errored") throw state.error;
        this.#out.error(reason);
      }),
    };
  }

  #source(started, bytes) {
    return {
      type: bytes ? "bytes" : undefined,
      start: () => started,
      pull: () => this.#want(),
      cancel: (reason) => this.#end(this.#cancel, reason, () => {
        const sink = writableSink(this.writable);
        if (sink.status === "errored") throw sink.error;
        this.#failWritable(reason);
      }),
    };
  }

  async #apply(chunk) {
    try {
      if (this.#transform === null) this.enqueue(chunk);
      else await Reflect.apply(this.#transform, this.#transformer, [chunk, this.controller]);
    } catch (error) {
      this.error(error);
      throw error;
    }
  }

  /** Calls the transformer's last method once, then `settle`; an error of it goes to both sides. */
  #end(last, argument, settle) {
    if (this.#ended) return this.#ended;
    const called = promiseCall(last, this.#transformer, argument);
    this.#forget();
    this.#ended = called.then(settle, (error) => {
      this.#out.error(error);
      this.#failWritable(error);
      throw error;
    });
    this.#ended.catch(ignore);
    return this.#ended;
  }
}

export class TransformStream {
  #machine;

  constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
    if (transformer === null) transformer = {};
    if (transformer.readableType !== undefined || transformer.writableType !== undefined) {
      throw new RangeError("A TransformStream has no types.");
    }
    this.#machine = new Machine(transformer, writableStrategy, readableStrategy);
  }

  get readable() { return this.#machine.readable; }
  get writable() { return this.#machine.writable; }
}

export class TransformStreamDefaultController {
  #machine;
  constructor(making, machine) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
    this.#machine = machine;
  }
  get desiredSize() { return this.#machine.desiredSize; }
  enqueue(chunk) { this.#machine.enqueue(chunk); }
  error(error) { this.#machine.error(error); }
  terminate() { this.#machine.terminate(); }
}

function bytesWritten(chunk) {
  const bytes = bytesOf(chunk);
  if (bytes !== null) return bytes.slice();
  throw new TypeError(
    "This TransformStream is being used as a byte stream, but received an object of non-ArrayBuffer/ArrayBufferView " +
      "type on its writable side.",
  );
}

export class IdentityTransformStream extends TransformStream {
  constructor(strategy) {
    super({
      [BYTES]: true,
      transform(chunk, controller) {
        const bytes = bytesWritten(chunk);
        if (bytes.length > 0) controller.enqueue(bytes);
      },
    }, strategy);
  }
}

export class FixedLengthStream extends TransformStream {
  constructor(length, strategy) {
    const whole = Number(length);
    if (!(whole >= 0)) throw new TypeError("FixedLengthStream takes a length in bytes.");
    let left = whole;
    super({
      [BYTES]: true,
      transform(chunk, controller) {
        const bytes = bytesWritten(chunk);
        left -= bytes.length;
        if (left < 0) throw new TypeError("Attempt to write too many bytes through a FixedLengthStream.");
        if (bytes.length > 0) controller.enqueue(bytes);
      },
      flush() {
        if (left > 0) throw new TypeError("FixedLengthStream did not see all expected bytes before close().");
      },
    }, strategy);
    readableState(this.readable).length = whole;
  }
}

brand(
  TransformStream, TransformStreamDefaultController, IdentityTransformStream, FixedLengthStream,
);
