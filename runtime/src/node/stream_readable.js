// Readable streams: flowing by `data`, paused by `readable` and `read()`, piped, or iterated.

import EventEmitter from "partyrs:node/events";
import { Buffer } from "partyrs:node/buffer";
import { StringDecoder } from "partyrs:node/string_decoder";
import { abortError, codedError, destroy, fail, finished, initEnd } from "partyrs:node/stream_finish";

const BYTES_MAX = 64 * 1024;
const OBJECTS_MAX = 16;

export const highWaterMark = (options, side, objectMode) =>
  options?.[`${side}HighWaterMark`] ?? options?.highWaterMark ?? (objectMode ? OBJECTS_MAX : BYTES_MAX);

/** The oldest kind of stream, and what all others are. */
export function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

export function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  initReadable(this, options);
  Stream.call(this, options);
  initEnd(this, options);
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

export function initReadable(stream, options) {
  const objectMode = Boolean(options?.objectMode || options?.readableObjectMode);
  stream._readableState = {
    objectMode, highWaterMark: highWaterMark(options, "readable", objectMode), buffer: [], length: 0, flowing: null,
    ended: false, endEmitted: false, endScheduled: false, reading: false, sync: false, scheduled: false,
    readableListening: false, decoder: null, encoding: null, pipes: [], dataEmitted: false,
  };
  if (typeof options?.read === "function") stream._read = options.read;
  if (options?.encoding) stream.setEncoding(options.encoding);
}

const proto = Readable.prototype;

proto.destroy = destroy;
proto._destroy = (error, callback) => callback(error);
proto._read = function () {
  throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _read() method is not implemented");
};

const sizeOf = (state, chunk) => (state.objectMode ? 1 : chunk.length);

function asChunk(state, chunk, encoding) {
  if (state.objectMode) return chunk;
  let bytes = chunk;
  if (typeof chunk === "string") bytes = Buffer.from(chunk, encoding);
  else if (chunk instanceof Uint8Array && !Buffer.isBuffer(chunk)) bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  else if (!(chunk instanceof Uint8Array)) {
    throw codedError(TypeError, "ERR_INVALID_ARG_TYPE",
      `The "chunk" argument must be of type string or an instance of Buffer or Uint8Array. Received ${chunk === undefined ? "undefined" : `type ${typeof chunk}`}`);
  }
  return state.decoder ? state.decoder.write(bytes) : bytes;
}

function add(stream, chunk, atFront) {
  const state = stream._readableState;
  if (!atFront && state.flowing && state.length === 0 && !state.sync && stream.listenerCount("data") > 0) {
    state.dataEmitted = true;
    stream.emit("data", chunk);
  } else {
    state.buffer[atFront ? "unshift" : "push"](chunk);
    state.length += sizeOf(state, chunk);
  }
  schedule(stream);
}

proto.push = function (chunk, encoding) {
  const state = this._readableState;
  state.reading = false;
  if (chunk === null) {
    if (state.ended) return false;
    state.ended = true;
    const rest = state.decoder?.end();
    if (rest) add(this, rest, false);
    schedule(this);
    return false;
  }
  if (state.ended) return fail(this, codedError(Error, "ERR_STREAM_PUSH_AFTER_EOF", "stream.push() after EOF")), false;
  if (this._endState.destroyed) return false;
  let given;
  try {
    given = asChunk(state, chunk, encoding);
  } catch (error) {
    return fail(this, error), false;
  }
  if (state.objectMode || given.length > 0) add(this, given, false);
  else schedule(this);
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
};

proto.unshift = function (chunk, encoding) {
  add(this, asChunk(this._readableState, chunk, encoding), true);
  return this._readableState.length < this._readableState.highWaterMark;
};

/** Looks once, after what runs now, what there is to tell and whether to read on. */
function schedule(stream) {
  const state = stream._readableState;
  if (state.scheduled) return;
  state.scheduled = true;
  queueMicrotask(() => {
    state.scheduled = false;
    if (stream._endState.destroyed) return;
    if (state.flowing) {
      while (state.flowing && stream.read() !== null);
    } else if (stream.listenerCount("readable") > 0 && (state.length > 0 || (state.ended && !state.endEmitted))) {
      stream.emit("readable");
    }
    if (!state.ended && !state.reading && state.length < state.highWaterMark && (state.flowing !== null || state.dataEmitted || state.readableListening)) stream.read(0);
    if (state.ended && state.length === 0 && state.flowing) end(stream);
  });
}

function end(stream) {
  const state = stream._readableState;
  if (state.endScheduled) return;
  state.endScheduled = true;
  queueMicrotask(() => {
    if (state.endEmitted || stream._endState.errored) return;
    state.endEmitted = true;
    stream.emit("end");
    const other = stream._writableState;
    if (other && stream.allowHalfOpen === false) stream.end();
    else if (stream._endState.autoDestroy && (!other || other.finished)) stream.destroy();
  });
}

function take(state, count) {
  if (state.length === 0) return null;
  if (state.objectMode || (count === undefined && state.flowing)) {
    const chunk = state.buffer.shift();
    state.length -= sizeOf(state, chunk);
    return chunk;
  }
  const wanted = count === undefined ? state.length : count;
  if (wanted > state.length) {
    if (!state.ended) return null;
    return take(state, state.length);
  }
  const whole = state.decoder ? state.buffer.join("") : state.buffer.length === 1 ? state.buffer[0] : Buffer.concat(state.buffer);
  state.length -= wanted;
  state.buffer = state.length > 0 ? [whole.slice(wanted)] : [];
  return whole.slice(0, wanted);
}

proto.read = function (count) {
  const state = this._readableState;
  const left = count === undefined ? 0 : state.length - count;
  if (!state.ended && !state.reading && !this._endState.destroyed && !this._endState.errored && (state.length === 0 || left < state.highWaterMark)) {
    state.reading = true;
    state.sync = true;
    try {
      this._read(state.highWaterMark);
    } catch (error) {
      fail(this, error);
    }
    state.sync = false;
  }
  const chunk = count === 0 ? null : take(state, count);
  if (state.length === 0 && state.ended) end(this);
  if (chunk !== null) {
    state.dataEmitted = true;
    this.emit("data", chunk);
  }
  return chunk;
};

proto.on = function (type, listener) {
  Stream.prototype.on.call(this, type, listener);
  const state = this._readableState;
  if (type === "data" && state.flowing !== false && !state.readableListening) this.resume();
  if (type === "readable" && !state.readableListening) {
    state.readableListening = true;
    state.flowing = false;
    schedule(this);
  }
  return this;
};
proto.addListener = proto.on;

proto.removeListener = function (type, listener) {
  Stream.prototype.removeListener.call(this, type, listener);
  const state = this._readableState;
  if (type === "readable" && this.listenerCount("readable") === 0 && state) {
    state.readableListening = false;
    if (this.listenerCount("data") > 0) this.resume();
    else state.flowing = null;
  }
  return this;
};
proto.off = proto.removeListener;

proto.resume = function () {
  const state = this._readableState;
  if (!state.flowing) {
    state.flowing = !state.readableListening;
    queueMicrotask(() => {
      this.emit("resume");
      if (state.flowing && !state.reading) this.read(0);
    });
    schedule(this);
  }
  return this;
};

proto.pause = function () {
  if (this._readableState.flowing !== false) {
    this._readableState.flowing = false;
    this.emit("pause");
  }
  return this;
};

proto.isPaused = function () {
  return this._readableState.flowing === false;
};

proto.setEncoding = function (encoding) {
  const state = this._readableState;
  state.decoder = new StringDecoder(encoding);
  state.encoding = state.decoder.encoding;
  const text = state.buffer.map((chunk) => state.decoder.write(chunk)).join("");
  state.buffer = text === "" ? [] : [text];
  state.length = text.length;
  return this;
};

proto.pipe = function (target, options) {
  const state = this._readableState;
  const onData = (chunk) => {
    if (target.write(chunk) === false) this.pause();
  };
  const onDrain = () => this.resume();
  const onEnd = () => target.end();
  const onError = (error) => {
    unpipe();
    if (target.listenerCount("error") === 0) fail(target, error);
  };
  const unpipe = () => {
    const at = state.pipes.findIndex((pipe) => pipe.unpipe === unpipe);
    if (at < 0) return;
    state.pipes.splice(at, 1);
    this.removeListener("data", onData);
    this.removeListener("end", onEnd);
    this.removeListener("end", unpipe);
    target.removeListener("drain", onDrain);
    target.removeListener("error", onError);
    target.removeListener("close", unpipe);
    target.removeListener("finish", unpipe);
    if (this.listenerCount("data") === 0) state.flowing = false;
    target.emit("unpipe", this, {});
  };
  state.pipes.push({ target, unpipe });
  if (state.endEmitted) queueMicrotask(options?.end === false ? unpipe : onEnd);
  else this.once("end", options?.end === false ? unpipe : onEnd);
  target.on("drain", onDrain);
  target.prependListener("error", onError);
  target.once("close", unpipe);
  target.once("finish", unpipe);
  target.emit("pipe", this);
  this.on("data", onData);
  if (target.writableNeedDrain) this.pause();
  else if (!state.flowing) this.resume();
  return target;
};

proto.unpipe = function (target) {
  for (const pipe of this._readableState.pipes.slice()) {
    if (target === undefined || pipe.target === target) pipe.unpipe();
  }
  return this;
};

/** The chunks one after the other; leaving early destroys the stream. */
async function* iterate(stream, destroys) {
  let [wake, failure] = [() => {}, undefined];
  const onReadable = () => wake();
  stream.on("readable", onReadable);
  const stop = finished(stream, { writable: false }, (error) => {
    failure = error ?? null;
    wake();
  });
  try {
    for (;;) {
      const chunk = stream._endState.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (failure) throw failure;
      else if (failure === null) return;
      else await new Promise((resolve) => (wake = resolve));
    }
  } finally {
    stop();
    stream.removeListener("readable", onReadable);
    if (destroys && !stream._endState.destroyed) stream.destroy();
  }
}

proto[Symbol.asyncIterator] = function () {
  return iterate(this, true);
};
proto.iterator = function (options) {
  return iterate(this, options?.destroyOnReturn !== false);
};

const fields = {
  readable: (stream, state) => !stream._endState.destroyed && !state.endEmitted && !stream._endState.errored,
  readableDidRead: (_, state) => state.dataEmitted,
  readableAborted: (stream, state) => (stream._endState.destroyed || stream._endState.errored !== null) && !state.endEmitted,
  readableEncoding: (_, state) => state.encoding,
  readableEnded: (_, state) => state.endEmitted,
  readableFlowing: (_, state) => state.flowing,
  readableHighWaterMark: (_, state) => state.highWaterMark,
  readableLength: (_, state) => state.length,
  readableObjectMode: (_, state) => state.objectMode,
  destroyed: (stream) => stream._endState?.destroyed ?? false,
  closed: (stream) => stream._endState.closed,
  errored: (stream) => stream._endState.errored,
};
for (const [name, read] of Object.entries(fields)) {
  Object.defineProperty(proto, name, {
    get() { return this._readableState ? read(this, this._readableState) : undefined; },
    set() {},
    configurable: true,
  });
}

export { abortError };
