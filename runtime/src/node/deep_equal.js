// Node's two deep comparisons: strict (Object.is, prototypes, types) and loose (`==`).

import types from "partyrs:node/util_types";

export const isDeepStrictEqual = (a, b) => new Comparison(true).equal(a, b);
export const isDeepLooseEqual = (a, b) => new Comparison(false).equal(a, b);

const BOXES = [types.isNumberObject, types.isStringObject, types.isBooleanObject, types.isBigIntObject, types.isSymbolObject];

class Comparison {
  /** Pairs being compared further out: an object that contains itself equals one that does so at the same place. */
  #open = [];

  constructor(strict) {
    this.strict = strict;
  }

  equal(a, b) {
    if (a === b) return a !== 0 || !this.strict || Object.is(a, b);
    const objects = typeof a === "object" && a !== null && typeof b === "object" && b !== null;
    if (objects) return this.#objects(a, b);
    if (this.strict) return Object.is(a, b);
    if ((typeof a === "object" && a !== null) || (typeof b === "object" && b !== null)) return false;
    if (typeof a === "function" || typeof b === "function") return false;
    return a == b || (Number.isNaN(a) && Number.isNaN(b));
  }

  #objects(a, b) {
    if (this.strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
    if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    if (this.#open.some(([one, other]) => one === a && other === b)) return true;
    this.#open.push([a, b]);
    const same = this.#contents(a, b) && this.#properties(a, b);
    this.#open.pop();
    return same;
  }

  #contents(a, b) {
    if (Array.isArray(a)) return a.length === b.length;
    if (types.isDate(a) || types.isDate(b)) return types.isDate(a) && types.isDate(b) && Object.is(a.getTime(), b.getTime());
    if (types.isRegExp(a) || types.isRegExp(b)) {
      return types.isRegExp(a) && types.isRegExp(b) && String(a) === String(b) && a.lastIndex === b.lastIndex;
    }
    if (a instanceof Error || b instanceof Error) {
      return a instanceof Error && b instanceof Error && a.message === b.message && a.name === b.name;
    }
    for (const isBox of BOXES) {
      if (isBox(a) !== isBox(b)) return false;
      if (isBox(a)) return Object.is(a.valueOf(), b.valueOf());
    }
    if (ArrayBuffer.isView(a)) return this.#bytes(a, b);
    if (types.isAnyArrayBuffer(a)) return types.isAnyArrayBuffer(b) && this.#bytes(new Uint8Array(a), new Uint8Array(b));
    if (types.isSet(a)) return types.isSet(b) && a.size === b.size && this.#sets(a, b);
    if (types.isMap(a)) return types.isMap(b) && a.size === b.size && this.#maps(a, b);
    return !types.isSet(b) && !types.isMap(b);
  }

  #bytes(a, b) {
    if (a.byteLength !== b.byteLength) return false;
    if (!this.strict && /^Float/.test(a.constructor.name)) return a.every((value, at) => value === b[at]);
    const [left, right] = [a, b].map((view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    return left.every((byte, at) => byte === right[at]);
  }

  #sets(a, b) {
    const left = [...b].filter((value) => !a.has(value));
    for (const value of a) {
      if (b.has(value)) continue;
      const at = left.findIndex((other) => this.equal(value, other));
      if (at < 0) return false;
      left.splice(at, 1);
    }
    return true;
  }

  #maps(a, b) {
    const left = [...b].filter(([key]) => !a.has(key));
    for (const [key, value] of a) {
      if (b.has(key)) {
        if (!this.equal(value, b.get(key))) return false;
        continue;
      }
      const at = left.findIndex(([other, otherValue]) => this.equal(key, other) && this.equal(value, otherValue));
      if (at < 0) return false;
      left.splice(at, 1);
    }
    return true;
  }

  #properties(a, b) {
    if (ArrayBuffer.isView(a)) return true;
    const keys = this.#keys(a);
    return keys.length === this.#keys(b).length &&
      keys.every((key) => Object.prototype.propertyIsEnumerable.call(b, key) && this.equal(a[key], b[key]));
  }

  #keys(object) {
    const symbols = this.strict ? Object.getOwnPropertySymbols(object) : [];
    return [...Object.keys(object), ...symbols.filter((key) => Object.prototype.propertyIsEnumerable.call(object, key))];
  }
}
