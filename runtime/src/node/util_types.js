// util.types: what a value is, whatever its prototype says. There is no isProxy: the engine does not tell.

const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** Whether `method`, a getter or function of a class, accepts `value`. */
function accepts(method, value, ...args) {
  try {
    method.call(value, ...args);
    return true;
  } catch {
    return false;
  }
}

const getter = (Class, name) => Object.getOwnPropertyDescriptor(Class.prototype, name).get;
const isObject = (value) => (typeof value === "object" || typeof value === "function") && value !== null;
const typedArrayTag = getter(Object.getPrototypeOf(Uint8Array), Symbol.toStringTag);
const typedArrayName = (value) => (isObject(value) ? typedArrayTag.call(value) : undefined);
const boxed = (Class) => (value) => typeof value === "object" && value !== null && accepts(Class.prototype.valueOf, value);
const functionTag = (value) => (typeof value === "function" ? value[Symbol.toStringTag] : undefined);

const types = {
  isAnyArrayBuffer: (value) => types.isArrayBuffer(value) || types.isSharedArrayBuffer(value),
  isArgumentsObject: (value) => isObject(value) && !(Symbol.toStringTag in value) && tag(value) === "Arguments",
  isArrayBuffer: (value) => isObject(value) && accepts(getter(ArrayBuffer, "byteLength"), value),
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isAsyncFunction: (value) => functionTag(value) === "AsyncFunction" || functionTag(value) === "AsyncGeneratorFunction",
  isBigInt64Array: (value) => typedArrayName(value) === "BigInt64Array",
  isBigUint64Array: (value) => typedArrayName(value) === "BigUint64Array",
  isBigIntObject: boxed(BigInt),
  isBooleanObject: boxed(Boolean),
  isBoxedPrimitive: (value) => [Number, String, Boolean, BigInt, Symbol].some((Class) => boxed(Class)(value)),
  isCryptoKey: (value) => value instanceof CryptoKey,
  isDataView: (value) => ArrayBuffer.isView(value) && typedArrayName(value) === undefined,
  isDate: (value) => isObject(value) && accepts(Date.prototype.getTime, value),
  isExternal: () => false,
  isFloat32Array: (value) => typedArrayName(value) === "Float32Array",
  isFloat64Array: (value) => typedArrayName(value) === "Float64Array",
  isGeneratorFunction: (value) => /GeneratorFunction$/.test(functionTag(value) ?? ""),
  isGeneratorObject: (value) => isObject(value) && tag(value) === "Generator",
  isInt8Array: (value) => typedArrayName(value) === "Int8Array",
  isInt16Array: (value) => typedArrayName(value) === "Int16Array",
  isInt32Array: (value) => typedArrayName(value) === "Int32Array",
  isKeyObject: () => false,
  isMap: (value) => isObject(value) && accepts(getter(Map, "size"), value),
  isMapIterator: (value) => isObject(value) && tag(value) === "Map Iterator",
  isModuleNamespaceObject: (value) => isObject(value) && tag(value) === "Module",
  isNativeError: (value) => (Error.isError ? Error.isError(value) : value instanceof Error),
  isNumberObject: boxed(Number),
  isPromise: (value) => isObject(value) && value instanceof Promise,
  isRegExp: (value) => isObject(value) && value !== RegExp.prototype && accepts(getter(RegExp, "source"), value),
  isSet: (value) => isObject(value) && accepts(getter(Set, "size"), value),
  isSetIterator: (value) => isObject(value) && tag(value) === "Set Iterator",
  isSharedArrayBuffer: (value) => isObject(value) && accepts(getter(SharedArrayBuffer, "byteLength"), value),
  isStringObject: boxed(String),
  isSymbolObject: boxed(Symbol),
  isTypedArray: (value) => typedArrayName(value) !== undefined,
  isUint8Array: (value) => typedArrayName(value) === "Uint8Array",
  isUint8ClampedArray: (value) => typedArrayName(value) === "Uint8ClampedArray",
  isUint16Array: (value) => typedArrayName(value) === "Uint16Array",
  isUint32Array: (value) => typedArrayName(value) === "Uint32Array",
  isWeakMap: (value) => isObject(value) && accepts(WeakMap.prototype.has, value, {}),
  isWeakSet: (value) => isObject(value) && accepts(WeakSet.prototype.has, value, {}),
};

export default types;
