// How streams end: the destruction that both sides of a stream share, `finished` and `pipeline`.

export const codedError = (ErrorClass, code, message) => Object.assign(new ErrorClass(message), { code });

export const abortError = (signal) =>
  Object.assign(new Error("The operation was aborted", { cause: signal?.reason }), { name: "AbortError", code: "ABORT_ERR" });

export function initEnd(stream, options) {
  stream._endState ??= {
    destroyed: false, errored: null, closed: false, errorEmitted: false,
    autoDestroy: options?.autoDestroy !== false, emitClose: options?.emitClose !== false,
  };
  if (typeof options?.destroy === "function") stream._destroy = options.destroy;
  if (options?.signal) addAbortSignal(options.signal, stream);
}

export function destroy(error, callback) {
  const state = this._endState;
  if (state.destroyed) {
    callback?.();
    return this;
  }
  state.destroyed = true;
  if (error) state.errored = error;
  this._writableState?.abandon(error);
  const done = (failure) => {
    if (failure && !state.errored) state.errored = failure;
    queueMicrotask(() => {
      if (failure) emitError(this, failure);
      state.closed = true;
      if (state.emitClose) this.emit("close");
    });
    callback?.(failure ?? null);
  };
  try {
    this._destroy(error ?? null, done);
  } catch (failure) {
    done(failure);
  }
  return this;
}

function emitError(stream, error) {
  const state = stream._endState;
  if (state.errorEmitted) return;
  state.errorEmitted = true;
  stream.emit("error", error);
}

/** The stream fails with `error`. */
export function fail(stream, error) {
  const state = stream._endState;
  if (state.destroyed) return;
  if (state.autoDestroy) return void stream.destroy(error);
  state.errored = error;
  queueMicrotask(() => emitError(stream, error));
}

export function addAbortSignal(signal, stream) {
  const onAbort = () => stream.destroy(abortError(signal));
  if (signal.aborted) onAbort();
  else {
    signal.addEventListener("abort", onAbort, { once: true });
    finished(stream, () => signal.removeEventListener("abort", onAbort));
  }
  return stream;
}

/** Calls `callback` once the stream has ended, failed or closed too early; returns a function that stops waiting. */
export function finished(stream, options, callback) {
  if (typeof options === "function") [options, callback] = [{}, options];
  const { signal, error: watchesErrors = true } = options ?? {};
  const readable = (options?.readable ?? true) && stream._readableState !== undefined;
  const writable = (options?.writable ?? true) && stream._writableState !== undefined;
  let done = false;
  const finish = (error) => {
    if (done) return;
    done = true;
    stop();
    callback.call(stream, ...(error ? [error] : []));
  };
  const isOver = () =>
    (!readable || stream._readableState.endEmitted) && (!writable || stream._writableState.finished);
  const onPart = () => isOver() && finish();
  const onError = (error) => finish(error);
  const onClose = () =>
    finish(isOver() ? undefined : (stream._endState?.errored ?? codedError(Error, "ERR_STREAM_PREMATURE_CLOSE", "Premature close")));
  const onAbort = () => finish(abortError(signal));
  const stop = () => {
    for (const [type, listener] of listeners) stream.removeListener(type, listener);
    signal?.removeEventListener("abort", onAbort);
  };
  const listeners = [["end", onPart], ["finish", onPart], ["close", onClose]];
  if (watchesErrors) listeners.push(["error", onError]);
  for (const [type, listener] of listeners) stream.on(type, listener);
  if (signal?.aborted) queueMicrotask(onAbort);
  else signal?.addEventListener("abort", onAbort, { once: true });
  const ended = stream._endState;
  if (ended?.closed) queueMicrotask(() => (ended.errored && watchesErrors ? finish(ended.errored) : onClose()));
  else if (isOver() && (readable || writable)) queueMicrotask(onPart);
  return stop;
}

const isStream = (value) => typeof value?.pipe === "function" || typeof value?.write === "function";
const isIterable = (value) => value?.[Symbol.asyncIterator] !== undefined || value?.[Symbol.iterator] !== undefined;

/** `pipeline(streams…, callback)` on `Readable`, for sources that are no streams. */
export function makePipeline(classes) {
  const { Readable, PassThrough } = classes;

  /** `part` as a stream; `previous` is what comes before it. */
  function asStream(part, previous, last, note) {
    if (typeof part === "function") {
      const result = part(previous ?? {});
      if (isIterable(result)) return Readable.from(result);
      if (typeof result?.then !== "function") throw codedError(TypeError, "ERR_INVALID_RETURN_VALUE", "Expected AsyncIterable to be returned from the pipeline function");
      const through = new PassThrough({ objectMode: true });
      result.then((value) => {
        if (last) note(value);
        through.end(last ? undefined : value);
      }, (error) => through.destroy(error));
      if (last) through.resume();
      return through;
    }
    return isStream(part) ? part : Readable.from(part);
  }

  return function pipeline(...parts) {
    const callback = parts.pop();
    const { signal, end = true } = typeof parts.at(-1) === "object" && !isStream(parts.at(-1)) && !isIterable(parts.at(-1)) ? parts.pop() : {};
    const given = parts.length === 1 && Array.isArray(parts[0]) ? parts[0] : parts;
    if (given.length < 2) throw codedError(TypeError, "ERR_MISSING_ARGS", 'The "streams" argument must be specified');
    let [value, failure, open] = [undefined, undefined, 0];
    const streams = [];
    const settle = (stream) => (error) => {
      if (error && (failure === undefined || failure.code === "ERR_STREAM_PREMATURE_CLOSE")) failure = error;
      if (error) for (const other of streams) if (other !== stream) other.destroy?.(error);
      if (--open === 0) {
        signal?.removeEventListener("abort", onAbort);
        callback(failure, value);
      }
    };
    const onAbort = () => streams.forEach((stream) => stream.destroy(abortError(signal)));
    given.forEach((part, at) => {
      const previous = streams.at(-1);
      const stream = asStream(part, previous, at === given.length - 1, (result) => (value = result));
      streams.push(stream);
      if (previous !== undefined && typeof part !== "function") previous.pipe(stream, { end: end || at < given.length - 1 });
    });
    streams.forEach((stream, at) => {
      open++;
      const isLast = at === streams.length - 1;
      finished(stream, { readable: !isLast, writable: at > 0 && (end || !isLast) }, settle(stream));
      stream.on("error", () => {});
    });
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
    return streams.at(-1);
  };
}
