// What we lack of Node's modules: functions that can be imported, extended and passed on, and throw when called.

/**
 * `own` with a throwing function, or undefined for what is none, for each of Node's `names` that it lacks. The globals
 * stay as they are: code asks them what they can do.
 */
export function complete(module, own, names) {
  const all = own === globalThis.process || own === globalThis.console ? Object.create(own) : own;
  for (const given of names === "" ? [] : names.split(" ")) {
    const isFunction = !given.endsWith("=");
    const name = isFunction ? given : given.slice(0, -1);
    if (name in all || !Object.isExtensible(all)) continue;
    all[name] = isFunction ? missing(`${module}.${name}`) : undefined;
  }
  return all;
}

/** A function, or class, that stands in for `api`. */
export function missing(api) {
  const stub = function () {
    throw notImplemented(api);
  };
  Object.defineProperty(stub, "name", { value: api.slice(api.lastIndexOf(".") + 1), configurable: true });
  return stub;
}

/** The error of an API that rooms do not have. */
export function notImplemented(api) {
  const error = new Error(
    `[partyrs] ${api} is not implemented yet: a room has no files, processes or TCP sockets; ` +
      "`--runtime workerd` may have it",
  );
  error.code = "ERR_METHOD_NOT_IMPLEMENTED";
  return error;
}

const WEB = {
  "stream/web": [
    "ByteLengthQueuingStrategy", "CompressionStream", "CountQueuingStrategy", "DecompressionStream",
    "ReadableByteStreamController", "ReadableStream", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest",
    "ReadableStreamDefaultController", "ReadableStreamDefaultReader", "TextDecoderStream", "TextEncoderStream",
    "TransformStream", "TransformStreamDefaultController", "WritableStream", "WritableStreamDefaultController",
    "WritableStreamDefaultWriter",
  ],
};

/** The globals that `module` exports again. */
export function globals(module) {
  return Object.fromEntries(WEB[module].map((name) => [name, globalThis[name]]));
}
