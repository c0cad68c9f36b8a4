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
    this.total -= this.#sizes[this.#head];
    this.#chunks[this.#head++] = undefined;
    if (this.#head === this.#chunks.length) this.clear();
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
  constructor(init) { this.#highWaterMark = init.highWaterMark; }
  get highWaterMark() { return this.#highWaterMark; }
  get size() { return countSize; }
}

export class ByteLengthQueuingStrategy {
  #highWaterMark;
  constructor(init) { this.#highWaterMark = init.highWaterMark; }
  get highWaterMark() { return this.#highWaterMark; }
  get size() { return byteSize; }
}

const countSize = () => 1;
const byteSize = (chunk) => chunk.byteLength;

/** The high water mark of `strategy`. */
export function highWaterMarkOf(strategy, fallback) {
  if (strategy?.highWaterMark === undefined) return fallback;
  const mark = Number(strategy.highWaterMark);
  if (!(mark >= 0)) throw new RangeError("highWaterMark must be a non-negative number.");
  return mark;
}

/** How `strategy` measures a chunk. */
export function sizeOf(strategy) {
  const size = strategy?.size;
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
export function promiseCall(found, self, a, b) {
  if (found === null) return Promise.resolve();
  try {
    return Promise.resolve(found.call(self, a, b));
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
