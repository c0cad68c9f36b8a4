// What CLDR says, as `Intl` asks for it: one section of one locale at a time, kept once it was asked for.

import host from "partyrs:host";

const kept = new Map();

/** Section `name` of the data locale `locale`. */
export function section(locale, name) {
  const key = `${locale}/${name}`;
  let value = kept.get(key);
  if (value === undefined) {
    value = JSON.parse(host.intlData(locale, name));
    kept.set(key, value);
  }
  return value;
}

/** What belongs to no locale. */
export const supplement = (name) => section("supplement", name);

/** The plural category of the digits `text` times ten to `exponent`; `type` is `cardinal` or `ordinal`. */
export const plural = (locale, type, text, exponent = 0) => host.intlPlural(locale, type, text, exponent);

/** The pattern for `category` among `{ one, other, … }`, which leaves out what is like `other`. */
export const counted = (patterns, category) => patterns[category] ?? patterns.other;

/** `pattern` with `{0}`, `{1}` … replaced. */
export const fill = (pattern, ...values) => pattern.replace(/\{(\d)\}/g, (_, index) => values[index]);

/** `pattern` as a list of texts and of numbers that stand for `{number}`. */
export function pieces(pattern) {
  const result = [];
  let last = 0;
  for (const match of pattern.matchAll(/\{(\d)\}/g)) {
    if (match.index > last) result.push(pattern.slice(last, match.index));
    result.push(Number(match[1]));
    last = match.index + 3;
  }
  if (last < pattern.length) result.push(pattern.slice(last));
  return result;
}

/** An error about what this runtime does not have. */
export const missing = (what) => new RangeError(`${what} is not supported here; \`--runtime workerd\` has it`);
