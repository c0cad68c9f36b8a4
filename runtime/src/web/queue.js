// What all streams share (Streams standard §5 and §8): the queue with sizes, the queuing strategies and a few ways
// to call what users gave. A queue's total is the sum of the sizes in it.

import { brand } from "partyrs:brand";

/** Chunks with their sizes, first in, first out. */
export class Queue {
  #chunks = [];
  #sizes = [];
  #head = 0;
  total = 0;

  get length() { return this.#chunks.length - this.#head; }

  push(chunk, size) {
    if (typeof size !== "number" || !(size >= 0) || size === Infinity) {
      throw new RangeError("The chunk's size must be a finite, non-negative number.");
    }
    this.#chunks.push(chunk);
    this.#sizes.push(size);
    this.total += size;
  }

  peek() { return this.#chunks[this.#head]; }

  shift() {
    const chunk = this.#chunks[this.#head];
    // Not set to 0 with the last chunk: what sizes with fractions leave behind is part of the standard.
    this.total = Math.max(this.total - this.#sizes[this.#head], 0);
    this.#chunks[this.#head++] = undefined;
    if (this.#head === this.#chunks.length) {
      this.#chunks = [];
      this.#sizes = [];
      this.#head = 0;
    }
    return chunk;
  }

  clear() {
    this.#chunks = [];
    this.#sizes = [];
    this.#head = 0;
    this.total = 0;
  }
}

export class CountQueuingStrategy {
  #highWaterMark;
  constructor(init) { this.#highWaterMark = markOf(init); }
  get highWaterMark() { return this.#highWaterMark; }
  get size() { return countSize; }
}

export class ByteLengthQueuingStrategy {
  #highWaterMark;
  constructor(init) { this.#highWaterMark = markOf(init); }
  get highWaterMark() { return this.#highWaterMark; }
  get size() { return byteSize; }
}

// Both show as `size`.
const { size: countSize } = { size: () => 1 };
const { size: byteSize } = { size: (chunk) => chunk.byteLength };

function markOf(init) {
  if (!isDictionary(init) || init.highWaterMark === undefined) throw new TypeError("highWaterMark is required.");
  return Number(init.highWaterMark);
}

const isDictionary = (value) => (typeof value === "object" && value !== null) || typeof value === "function";

/** `[high water mark, how a chunk is measured]` of `strategy`. */
export function strategyOf(strategy, fallback) {
  if (strategy !== undefined && strategy !== null && !isDictionary(strategy)) {
    throw new TypeError("The strategy must be an object.");
  }
  const given = strategy?.highWaterMark;
  const mark = given === undefined ? fallback : Number(given);
  const size = sizeOf(strategy?.size);
  if (!(mark >= 0)) throw new RangeError("highWaterMark must be a non-negative number.");
  return [mark, size];
}

function sizeOf(size) {
  if (size === undefined) return countSize;
  if (typeof size !== "function") throw new TypeError("The strategy's size must be a function.");
  return (chunk) => size(chunk);
}

/** The method `name` of `object`, checked now and called later. */
export function method(object, name) {
  const found = object?.[name];
  if (found === undefined || found === null) return null;
  if (typeof found !== "function") throw new TypeError(`The stream's ${name} must be a function.`);
  return found;
}

/** Calls `found` on `self`; what it returns or throws, as a promise. */
export function promiseCall(found, self, ...args) {
  if (found === null) return Promise.resolve();
  try {
    return Promise.resolve(Reflect.apply(found, self, args));
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Calls the method `start` of `object`, if there is one. */
export function start(object, controller) {
  const found = method(object, "start");
  return found === null ? undefined : Reflect.apply(found, object, [controller]);
}

/** What `work` returns or throws, as a promise; the promise it returns itself. */
export function promised(work) {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}

export const ignore = () => {};

/** A promise that nobody needs to handle. */
export function handled(promise) {
  promise.catch(ignore);
  return promise;
}

brand(CountQueuingStrategy, ByteLengthQueuingStrategy);
