// node:stream: Readable and Writable made into Duplex, Transform and PassThrough, and the module's functions.

import { addAbortSignal, abortError, codedError, finished, initEnd, makePipeline } from "partyrs:node/stream_finish";
import { initReadable, Readable, Stream } from "partyrs:node/stream_readable";
import { addFields, initWritable, Writable } from "partyrs:node/stream_writable";

export function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  initReadable(this, options);
  initWritable(this, options);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  Stream.call(this, options);
  initEnd(this, options);
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);
for (const name of ["write", "end", "cork", "uncork", "setDefaultEncoding", "_write"]) {
  Duplex.prototype[name] = Writable.prototype[name];
}
addFields(Duplex.prototype);

export function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  Duplex.call(this, options);
  this._waiting = null;
  if (typeof options?.transform === "function") this._transform = options.transform;
  if (typeof options?.flush === "function") this._flush = options.flush;
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

Transform.prototype._transform = function () {
  throw codedError(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _transform() method is not implemented");
};
Transform.prototype._write = function (chunk, encoding, callback) {
  const state = this._readableState;
  this._transform(chunk, encoding, (error, value) => {
    if (error) return callback(error);
    if (value !== undefined && value !== null) this.push(value);
    if (state.length < state.highWaterMark || this._writableState.ending) callback();
    else this._waiting = callback;
  });
};
Transform.prototype._read = function () {
  const callback = this._waiting;
  this._waiting = null;
  callback?.();
};
Transform.prototype._final = function (callback) {
  const end = (error, value) => {
    if (error) return callback(error);
    if (value !== undefined && value !== null) this.push(value);
    this.push(null);
    callback();
  };
  if (typeof this._flush === "function" && !this._endState.destroyed) this._flush(end);
  else end();
};

export function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);
PassThrough.prototype._transform = (chunk, _encoding, callback) => callback(null, chunk);

/** A stream of what `source` yields; text and bytes are one chunk. */
Readable.from = function (source, options) {
  if (typeof source === "string" || source instanceof Uint8Array) {
    return new Readable({ objectMode: true, ...options, read() { this.push(source); this.push(null); } });
  }
  const iterator = source?.[Symbol.asyncIterator]?.() ?? source?.[Symbol.iterator]?.();
  if (iterator === undefined) {
    throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", 'The "iterable" argument must be an instance of Iterable.');
  }
  const stream = new Readable({
    objectMode: true, highWaterMark: 1, ...options,
    async read() {
      try {
        const { value, done } = await iterator.next();
        stream.push(done ? null : await value);
      } catch (error) {
        stream.destroy(error);
      }
    },
    destroy(error, callback) {
      Promise.resolve(iterator.return?.()).then(() => callback(error), callback);
    },
  });
  return stream;
};

Readable.fromWeb = (web, options) => Readable.from(web, { objectMode: false, highWaterMark: undefined, ...options });

Readable.toWeb = function (stream) {
  const iterator = stream[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? new TextEncoder().encode(value) : value);
    },
    cancel: (reason) => void stream.destroy(reason),
  });
};

Writable.fromWeb = function (web, options) {
  const writer = web.getWriter();
  const settle = (promise, callback) => promise.then(() => callback(), callback);
  return new Writable({
    ...options,
    write: (chunk, _encoding, callback) => settle(writer.ready.then(() => writer.write(chunk)), callback),
    final: (callback) => settle(writer.close(), callback),
    destroy: (error, callback) => (error ? settle(writer.abort(error), () => callback(error)) : callback(null)),
  });
};

Writable.toWeb = (stream) => new WritableStream({
  write: (chunk) => new Promise((resolve, reject) => stream.write(chunk, (error) => (error ? reject(error) : resolve()))),
  close: () => new Promise((resolve, reject) => stream.end((error) => (error ? reject(error) : resolve()))),
  abort: (reason) => void stream.destroy(reason),
});

/** Lazy operations on the chunks, as streams, and eager ones, as promises. */
const lazy = {
  async *map(chunks, change) { for await (const chunk of chunks) yield change(chunk); },
  async *filter(chunks, wanted) { for await (const chunk of chunks) if (await wanted(chunk)) yield chunk; },
  async *flatMap(chunks, change) { for await (const chunk of chunks) yield* await change(chunk); },
  async *take(chunks, count) {
    let left = count;
    if (left > 0) for await (const chunk of chunks) {
      yield chunk;
      if (--left === 0) return;
    }
  },
  async *drop(chunks, count) {
    let left = count;
    for await (const chunk of chunks) if (left-- <= 0) yield chunk;
  },
};
const eager = {
  async toArray(chunks) { return Array.fromAsync(chunks); },
  async forEach(chunks, each) { for await (const chunk of chunks) await each(chunk); },
  async some(chunks, wanted) { for await (const chunk of chunks) if (await wanted(chunk)) return true; return false; },
  async every(chunks, wanted) { for await (const chunk of chunks) if (!(await wanted(chunk))) return false; return true; },
  async find(chunks, wanted) { for await (const chunk of chunks) if (await wanted(chunk)) return chunk; },
  async reduce(chunks, combine, ...initial) {
    let [value, empty] = [initial[0], initial.length === 0];
    for await (const chunk of chunks) [value, empty] = [empty ? chunk : await combine(value, chunk), false];
    if (empty) throw codedError(TypeError, "ERR_INVALID_ARG_VALUE", "Reduce of an empty stream requires an initial value");
    return value;
  },
};
for (const [name, operation] of Object.entries(lazy)) {
  Readable.prototype[name] = function (...args) { return Readable.from(operation(this, ...args)); };
}
for (const [name, operation] of Object.entries(eager)) {
  Readable.prototype[name] = function (...args) { return operation(this, ...args); };
}

const pipeline = makePipeline({ Readable, PassThrough });

function promised(...args) {
  return new Promise((resolve, reject) => {
    pipeline(...args, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

const promises = {
  pipeline: promised,
  finished: (stream, options = {}) => new Promise((resolve, reject) => {
    finished(stream, options, (error) => (error ? reject(error) : resolve()));
  }),
};

Stream.prototype.pipe ??= Readable.prototype.pipe;

export default Object.assign(Stream, {
  Stream, Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished, promises, addAbortSignal,
  destroy: (stream, error) => stream.destroy(error ?? abortError()),
  duplexPair(options) {
    const pair = [0, 1].map((at) => new Duplex({
      ...options,
      read() { const callback = this._waiting; this._waiting = null; callback?.(); },
      write(chunk, _encoding, callback) {
        if (pair[1 - at].push(chunk)) callback();
        else pair[1 - at]._waiting = callback;
      },
      final(callback) { pair[1 - at].push(null); callback(); },
    }));
    return pair;
  },
  getDefaultHighWaterMark: (objectMode) => (objectMode ? 16 : 65536),
  isDestroyed: (stream) => stream.destroyed,
  isErrored: (stream) => stream.errored !== null,
  isReadable: (stream) => stream.readable,
  isWritable: (stream) => stream.writable,
  isDisturbed: (stream) => Boolean(stream._readableState?.dataEmitted || stream._endState?.destroyed),
});
