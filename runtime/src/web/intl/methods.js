// The methods of ECMAScript's own classes that speak a language: what `toLocaleString` and its like do. Each loads what
// it needs itself, since numbers and dates are the larger part of `Intl` and rooms that sort need neither.

import host from "partyrs:host";

const DEFAULT = "en-US";

// The last settings of calls without options objects of their own: rooms format many values in one way.
const kept = new Map();
const KEPT_MAX = 16;

/** `make(locales, options)`, remembered where both are plain enough to be a key. */
function remembered(kind, locales, options, make) {
  if (options !== undefined || (locales !== undefined && typeof locales !== "string")) return make(locales, options);
  const key = `${kind} ${locales}`;
  if (!kept.has(key)) {
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(key, make(locales, options));
  }
  return kept.get(key);
}

export function number(value, locales, options) {
  const { formatNumber, numberSettings } = host.load("intl/number_format");
  return formatNumber(value, remembered("number", locales, options, numberSettings));
}

/** `required` and `defaults` as in dateSettings. */
export function date(time, locales, options, required, defaults) {
  const { dateSettings } = host.load("intl/date_settings");
  const settings = remembered(`${required} ${defaults}`, locales, options, () => dateSettings(locales, options, required, defaults));
  return Number.isNaN(time) ? "Invalid Date" : host.load("intl/date_time_format").formatTime(time, settings);
}

let plain;

export function compare(one, other, locales, options) {
  if (locales === undefined && options === undefined) {
    // What a Collator without wishes comes to, without all that reads wishes.
    plain ??= host.intlCollator(DEFAULT, "variant", "kept");
    return plain(one.toWellFormed(), other.toWellFormed());
  }
  const { Collator } = host.load("intl/collator");
  return remembered("collator", locales, options, () => new Collator(locales, options)).compare(one, other);
}

/** `text` in the case `to`. */
export function cased(text, locales, to) {
  const [locale = DEFAULT] = locales === undefined ? [] : host.load("intl/locales").canonicalList(locales);
  return host.intlCase(text.toWellFormed(), locale.replace(/-[a-z0-9]-.*$/i, ""), to);
}
