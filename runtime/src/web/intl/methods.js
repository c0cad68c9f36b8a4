// The methods of ECMAScript's own classes that speak a language: what `toLocaleString` and its like do.

import host from "partyrs:host";
import { Collator } from "partyrs:intl/collator";
import { formatTime } from "partyrs:intl/date_time_format";
import { dateSettings } from "partyrs:intl/date_settings";
import { canonicalList } from "partyrs:intl/locales";
import { formatNumber, numberSettings } from "partyrs:intl/number_format";

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

export const number = (value, locales, options) =>
  formatNumber(value, remembered("number", locales, options, numberSettings));

/** `required` and `defaults` as in dateSettings. */
export function date(time, locales, options, required, defaults) {
  const settings = remembered(`${required} ${defaults}`, locales, options, () => dateSettings(locales, options, required, defaults));
  return Number.isNaN(time) ? "Invalid Date" : formatTime(time, settings);
}

export function compare(one, other, locales, options) {
  return remembered("collator", locales, options, () => new Collator(locales, options)).compare(one, other);
}

/** `text` in the case `to`. */
export function cased(text, locales, to) {
  const [locale = "en-US"] = canonicalList(locales);
  return host.intlCase(text.toWellFormed(), locale.replace(/-[a-z0-9]-.*$/i, ""), to);
}
