// Reading options the way ECMA-402 does, in V8's words; and what the constructors have in common.

/** `options` as the older constructors take them: anything that is an object after conversion. */
export function coerceOptions(options, name) {
  if (options === undefined) return Object.create(null);
  if (options === null) throw new TypeError(`${name} called on null or undefined`);
  return Object(options);
}

/** `options` as the newer constructors take them: an object or nothing. */
export function objectOptions(options) {
  if (options === undefined) return Object.create(null);
  if (typeof options !== "object" && typeof options !== "function" || options === null) {
    throw new TypeError("Incorrect options information provided");
  }
  return options;
}

/** A text among `values` (any, if there are none). `owner` is the API that the message names. */
export function textOption(options, property, values, fallback, owner) {
  let value = options[property];
  if (value === undefined) return fallback;
  value = String(value);
  if (values && !values.includes(value)) {
    throw new RangeError(`Value ${value} out of range for ${owner} options property ${property}`);
  }
  return value;
}

/** A boolean, or undefined when it was not given. */
export function booleanOption(options, property) {
  const value = options[property];
  return value === undefined ? undefined : Boolean(value);
}

/** A whole number between `least` and `most`. */
export function numberOption(options, property, least, most, fallback) {
  return checkedNumber(options[property], property, least, most, fallback);
}

export function checkedNumber(value, property, least, most, fallback) {
  if (value === undefined) return fallback;
  value = Number(value);
  if (!(value >= least && value <= most)) throw new RangeError(`${property} value is out of range.`);
  return Math.floor(value);
}

/** A Unicode type such as `gregory` or `latn`; undefined when it was not given. */
export function typeOption(options, property) {
  let value = options[property];
  if (value === undefined) return undefined;
  value = String(value);
  if (!/^[a-z0-9]{3,8}(-[a-z0-9]{3,8})*$/i.test(value)) throw new RangeError(`Invalid ${property} : ${value}`);
  return value.toLowerCase();
}

export const matcherOption = (options, owner) =>
  textOption(options, "localeMatcher", ["lookup", "best fit"], "best fit", owner);

/** What a method throws whose `this` is none of its own. */
export function incompatible(method, receiver) {
  const shown = receiver !== null && typeof receiver === "object"
    ? `#<${receiver.constructor?.name ?? "Object"}>`
    : typeof receiver === "symbol" ? "Symbol()" : String(receiver);
  return new TypeError(`Method ${method} called on incompatible receiver ${shown}`);
}

/** Gives a class the properties that ECMA-402 asks of constructors and prototypes. */
export function finish(constructor, name) {
  Object.defineProperty(constructor.prototype, Symbol.toStringTag, { value: `Intl.${name}`, configurable: true });
  Object.defineProperty(constructor, "length", { value: 0, configurable: true });
  Object.defineProperty(constructor, "name", { value: name, configurable: true });
  Object.defineProperty(constructor, "prototype", { writable: false });
}

/** An own plain object of the entries that are not undefined. */
export function defined(entries) {
  const result = {};
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) result[key] = value;
  return result;
}

/** `Class` as a constructor that may be called without `new`. */
export const callable = (Class, name) =>
  constructorOf(Class, name, function (locales, options) {
    return Reflect.construct(Class, [locales, options], new.target ?? Class.prototype.constructor);
  });

/** `Class` as a constructor that says what V8's does without `new`. */
export const newOnly = (Class, name) =>
  constructorOf(Class, name, function (locales, options) {
    if (!new.target) throw new TypeError(`Constructor Intl.${name} requires 'new'`);
    return Reflect.construct(Class, [locales, options], new.target);
  });

function constructorOf(Class, name, constructor) {
  for (const key of Reflect.ownKeys(Class)) {
    if (key === "length" || key === "name" || key === "prototype") continue;
    Object.defineProperty(constructor, key, Object.getOwnPropertyDescriptor(Class, key));
  }
  constructor.prototype = Class.prototype;
  Object.defineProperty(Class.prototype, "constructor", { value: constructor, writable: true, configurable: true });
  finish(constructor, name);
  return constructor;
}
