// Intl.Segmenter of ECMA-402; the cutting is ICU4X's.

import host from "partyrs:host";
import { canonicalList, resolve, supportedLocales } from "partyrs:intl/locales";
import { incompatible, matcherOption, newOnly, objectOptions, textOption } from "partyrs:intl/options";

const OWNER = "Intl.Segmenter";

/** What `segment` returns: cut when it is first looked at. */
class Segments {
  #text;
  #granularity;
  #list;

  constructor(text, granularity) {
    this.#text = text;
    this.#granularity = granularity;
  }

  #cut() {
    if (!this.#list) {
      const ends = host.intlSegment(this.#granularity, this.#text.toWellFormed());
      this.#list = [];
      for (let i = 0, index = 0; i < ends.length; index = ends[i], i += 2) this.#list.push([index, ends[i], ends[i + 1]]);
    }
    return this.#list;
  }

  #data([index, end, word]) {
    const data = { segment: this.#text.slice(index, end), index, input: this.#text };
    if (this.#granularity === "word") data.isWordLike = word === 1;
    return data;
  }

  containing(position) {
    const at = Math.trunc(Number(position)) || 0;
    if (at < 0 || at >= this.#text.length) return undefined;
    return this.#data(this.#cut().find(([, end]) => end > at));
  }

  *[Symbol.iterator]() {
    for (const piece of this.#cut()) yield this.#data(piece);
  }
}
Object.defineProperty(Segments.prototype, "constructor", { value: undefined });
Object.defineProperty(Segments.prototype, Symbol.toStringTag, { value: "Segmenter Segments", configurable: true });

class Own {
  #settings;

  constructor(locales, options) {
    const requested = canonicalList(locales);
    options = objectOptions(options);
    matcherOption(options, OWNER);
    const { locale } = resolve(requested, {});
    const granularity = textOption(options, "granularity", ["grapheme", "word", "sentence"], "grapheme", OWNER);
    this.#settings = { locale, granularity };
  }

  static supportedLocalesOf(locales, options) { return supportedLocales("Segmenter", locales, options); }

  segment(text) {
    const { granularity } = Own.#of(this, "Intl.Segmenter.prototype.segment");
    return new Segments(String(text), granularity);
  }

  resolvedOptions() { return { ...Own.#of(this, "Intl.Segmenter.prototype.resolvedOptions") }; }

  static #of(object, method) {
    if (typeof object === "object" && object !== null && #settings in object) return object.#settings;
    throw incompatible(method, object);
  }
}

export const Segmenter = newOnly(Own, "Segmenter");
