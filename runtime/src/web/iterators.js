// What Headers iterate with: an iterator over entries as they were when it was made.
//
// Standard: Web IDL §3.7.10 (the prototype of such an iterator and its tag).

class Iteration {
  #entries;
  #at = 0;

  constructor(entries) { this.#entries = entries; }

  next() {
    const entries = this.#entries;
    return this.#at < entries.length ? { value: entries[this.#at++], done: false } : { value: undefined, done: true };
  }
}
const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
Object.setPrototypeOf(Iteration.prototype, IteratorPrototype);
Object.defineProperty(Iteration.prototype, Symbol.toStringTag, { value: "Iterator", configurable: true });
Object.defineProperty(Iteration.prototype, "next", { enumerable: true });
// Nobody makes one by hand.
delete Iteration.prototype.constructor;

export const iteratorOf = (entries) => new Iteration(entries);
