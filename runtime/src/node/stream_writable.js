// Writable streams: one write at a time, the rest buffered; `drain` tells when there is room again.

import { Buffer } from "partyrs:node/buffer";
import { codedError, destroy, fail, initEnd } from "partyrs:node/stream_finish";
import { highWaterMark, Stream } from "partyrs:node/stream_readable";

const nothing = () => {};

export function Writable(options) {
  if (!(this instanceof Writable)) return new Writable(options);
  initWritable(this, options);
  Stream.call(this, options);
  initEnd(this, options);
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);
Object.defineProperty(Writable, Symbol.hasInstance, {
  value(value) {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    return this === Writable && value?._writableState !== undefined;
  },
});

export function initWritable(stream, options) {
  const objectMode = Boolean(options?.objectMode || options?.writableObjectMode);
  stream._writableState = {
    objectMode, highWaterMark: highWaterMark(options, "writable", objectMode), length: 0, writing: false, corked: 0,
    ending: false, finished: false, finalCalled: false, needDrain: false, buffered: [], onFinish: [],
    decodeStrings: options?.decodeStrings !== false, defaultEncoding: options?.defaultEncoding ?? "utf8",

    /** The stream is destroyed: what waits is told so. */
    abandon(error) {
      const waiting = [...this.buffered.splice(0).map((write) => write.callback), ...this.onFinish.splice(0)];
      if (waiting.length === 0) return;
      const failure = error ?? codedError(Error, "ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed");
      queueMicrotask(() => waiting.forEach((callback) => callback(failure)));
    },
  };
  for (const name of ["write", "writev", "final"]) {
    if (typeof options?.[name] === "function") stream[`_${name}`] = options[name];
  }
}

const proto = Writable.prototype;

proto.destroy = destroy;
proto._destroy = (error, callback) => callback(error);
proto._write = function (chunk, encoding, callback) {
  if (this._writev) return this._writev([{ chunk, encoding }], callback);
  throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _write() method is not implemented");
};

proto.write = function (chunk, encoding, callback) {
  const state = this._writableState;
  if (typeof encoding === "function") [callback, encoding] = [encoding, undefined];
  callback ??= nothing;
  let given = chunk;
  let coding = encoding ?? state.defaultEncoding;
  if (chunk === null) throw codedError(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
  if (!state.objectMode) {
    if (typeof chunk === "string") {
      if (state.decodeStrings) [given, coding] = [Buffer.from(chunk, coding), "buffer"];
    } else if (chunk instanceof Uint8Array) {
      coding = "buffer";
      if (!Buffer.isBuffer(chunk)) given = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    } else {
      throw codedError(TypeError, "ERR_INVALID_ARG_TYPE",
        `The "chunk" argument must be of type string or an instance of Buffer or Uint8Array. Received ${chunk === undefined ? "undefined" : `type ${typeof chunk}`}`);
    }
  }
  const problem = state.ending
    ? codedError(Error, "ERR_STREAM_WRITE_AFTER_END", "write after end")
    : this._endState.destroyed && codedError(Error, "ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed");
  if (problem) {
    queueMicrotask(() => callback(problem));
    fail(this, problem);
    return false;
  }
  const size = state.objectMode ? 1 : given.length;
  state.length += size;
  const hasRoom = state.length < state.highWaterMark;
  if (!hasRoom) state.needDrain = true;
  const write = { chunk: given, encoding: coding, callback, size };
  if (state.writing || state.corked > 0) state.buffered.push(write);
  else start(this, [write]);
  return hasRoom && !this._endState.errored && !this._endState.destroyed;
};

function start(stream, writes) {
  const state = stream._writableState;
  state.writing = true;
  let [sync, called] = [true, false];
  const done = (error) => {
    if (called) return fail(stream, codedError(Error, "ERR_MULTIPLE_CALLBACK", "Callback called multiple times"));
    called = true;
    state.writing = false;
    for (const { size } of writes) state.length -= size;
    if (error) {
      queueMicrotask(() => writes.forEach(({ callback }) => callback(error)));
      return fail(stream, error);
    }
    if (state.buffered.length > 0 && state.corked === 0 && !stream._endState.destroyed) next(stream);
    const after = () => {
      if (state.needDrain && state.length === 0 && !state.ending && !stream._endState.destroyed) {
        state.needDrain = false;
        stream.emit("drain");
      }
      writes.forEach(({ callback }) => callback(null));
      finishMaybe(stream);
    };
    if (sync) queueMicrotask(after);
    else after();
  };
  try {
    if (writes.length > 1) stream._writev(writes, done);
    else stream._write(writes[0].chunk, writes[0].encoding, done);
  } catch (error) {
    // Node lets this error out of write(); one from a buffered write has no caller to go to.
    fail(stream, error);
  }
  sync = false;
}

function next(stream) {
  const state = stream._writableState;
  start(stream, stream._writev && state.buffered.length > 1 ? state.buffered.splice(0) : [state.buffered.shift()]);
}

proto.end = function (chunk, encoding, callback) {
  const state = this._writableState;
  if (typeof chunk === "function") [callback, chunk, encoding] = [chunk, undefined, undefined];
  else if (typeof encoding === "function") [callback, encoding] = [encoding, undefined];
  if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
  if (state.corked > 0) {
    state.corked = 1;
    this.uncork();
  }
  if (callback) {
    if (state.finished) queueMicrotask(() => callback(codedError(Error, "ERR_STREAM_ALREADY_FINISHED", "Cannot call end after a stream was finished")));
    else if (this._endState.destroyed) queueMicrotask(() => callback(codedError(Error, "ERR_STREAM_DESTROYED", "Cannot call end after a stream was destroyed")));
    else state.onFinish.push(callback);
  }
  state.ending = true;
  finishMaybe(this);
  return this;
};

function finishMaybe(stream) {
  const state = stream._writableState;
  const ready = state.ending && !state.writing && state.length === 0 && !state.finalCalled && !stream._endState.destroyed && !stream._endState.errored;
  if (!ready) return;
  state.finalCalled = true;
  const finish = (error) => {
    if (error) return fail(stream, error);
    stream.emit("prefinish");
    queueMicrotask(() => {
      if (stream._endState.destroyed || state.finished) return;
      state.finished = true;
      state.onFinish.splice(0).forEach((callback) => callback());
      stream.emit("finish");
      const other = stream._readableState;
      if (stream._endState.autoDestroy && (!other || other.endEmitted)) stream.destroy();
    });
  };
  if (typeof stream._final !== "function") return finish();
  queueMicrotask(() => {
    try {
      stream._final(finish);
    } catch (error) {
      finish(error);
    }
  });
}

proto.cork = function () {
  this._writableState.corked++;
};

proto.uncork = function () {
  const state = this._writableState;
  if (state.corked > 0) state.corked--;
  if (state.corked === 0 && !state.writing && state.buffered.length > 0) next(this);
};

proto.setDefaultEncoding = function (encoding) {
  this._writableState.defaultEncoding = encoding;
  return this;
};

proto.pipe = function () {
  fail(this, codedError(Error, "ERR_STREAM_CANNOT_PIPE", "Cannot pipe, not readable"));
};

export const writableFields = {
  writable: (stream, state) => !stream._endState.destroyed && !state.ending && !stream._endState.errored,
  writableAborted: (stream, state) => (stream._endState.destroyed || stream._endState.errored !== null) && !state.finished,
  writableCorked: (_, state) => state.corked,
  writableEnded: (_, state) => state.ending,
  writableFinished: (_, state) => state.finished,
  writableHighWaterMark: (_, state) => state.highWaterMark,
  writableLength: (_, state) => state.length,
  writableNeedDrain: (stream, state) => !stream._endState.destroyed && !state.ending && state.needDrain,
  writableObjectMode: (_, state) => state.objectMode,
  destroyed: (stream) => stream._endState?.destroyed ?? false,
  closed: (stream) => stream._endState.closed,
  errored: (stream) => stream._endState.errored,
};

/** Gives `target` the getters of writable streams that it lacks. */
export function addFields(target) {
  for (const [name, read] of Object.entries(writableFields)) {
    if (Object.hasOwn(target, name) || (name in target && !name.startsWith("writable"))) continue;
    Object.defineProperty(target, name, {
      get() { return this._writableState ? read(this, this._writableState) : undefined; },
      set() {},
      configurable: true,
    });
  }
}
addFields(proto);
