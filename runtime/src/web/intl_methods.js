// The methods of ECMAScript's classes that speak a language. Each is a few words that load `Intl` when it is first
// called, so that rooms which never call one pay nothing.

import host from "partyrs:host";

const methods = () => host.load("intl/methods");
const numberOf = Number.prototype.valueOf;
const bigintOf = BigInt.prototype.valueOf;
const timeOf = Date.prototype.getTime;

const NUMBER = { toLocaleString(locales = undefined, options = undefined) { return methods().number(numberOf.call(this), locales, options); } };
const BIGINT = { toLocaleString(locales = undefined, options = undefined) { return methods().number(bigintOf.call(this), locales, options); } };
const DATE = {
  toLocaleString(locales = undefined, options = undefined) { return methods().date(timeOf.call(this), locales, options, "any", "all"); },
  toLocaleDateString(locales = undefined, options = undefined) { return methods().date(timeOf.call(this), locales, options, "date", "date"); },
  toLocaleTimeString(locales = undefined, options = undefined) { return methods().date(timeOf.call(this), locales, options, "time", "time"); },
};

function text(value, name) {
  if (value === undefined || value === null) throw new TypeError(`String.prototype.${name} called on null or undefined`);
  return String(value);
}

const STRING = {
  localeCompare(that, locales = undefined, options = undefined) {
    return methods().compare(text(this, "localeCompare"), String(that), locales, options);
  },
  toLocaleUpperCase(locales = undefined) { return methods().cased(text(this, "toLocaleUpperCase"), locales, "upper"); },
  toLocaleLowerCase(locales = undefined) { return methods().cased(text(this, "toLocaleLowerCase"), locales, "lower"); },
};

const listed = (list, locales, options) => {
  const texts = [];
  for (let i = 0; i < list.length; i += 1) {
    texts.push(list[i] === undefined || list[i] === null ? "" : String(list[i].toLocaleString(locales, options)));
  }
  return texts.join(",");
};
const ARRAY = { toLocaleString(locales = undefined, options = undefined) { return listed(Object(this), locales, options); } };
const lengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), "length").get;
const TYPED = {
  toLocaleString(locales = undefined, options = undefined) {
    lengthOf.call(this);
    return listed(this, locales, options);
  },
};

/** Puts the methods in place of the engine's, which know no languages. */
export function installMethods() {
  const pairs = [
    [Number, NUMBER], [BigInt, BIGINT], [Date, DATE], [String, STRING], [Array, ARRAY], [Object.getPrototypeOf(Uint8Array), TYPED],
  ];
  for (const [owner, list] of pairs) {
    for (const name of Object.keys(list)) {
      Object.defineProperty(owner.prototype, name, { value: list[name], writable: true, enumerable: false, configurable: true });
    }
  }
}
