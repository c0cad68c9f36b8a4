// Intl.PluralRules of ECMA-402; the rules are ICU4X's.

import host from "partyrs:host";
import { plural } from "partyrs:intl/data";
import { decimal } from "partyrs:intl/decimal";
import { DIGIT_KEYS, digitOptions, rounded } from "partyrs:intl/digit_options";
import { canonicalList, resolve, supportedLocales } from "partyrs:intl/locales";
import { coerceOptions, defined, incompatible, matcherOption, newOnly, textOption } from "partyrs:intl/options";

const OWNER = "Intl.PluralRules";

const needed = (value, name) => {
  if (value === undefined) throw new TypeError(`Invalid ${name} : undefined`);
  return decimal(value);
};

class Own {
  #settings;

  constructor(locales, options) {
    const requested = canonicalList(locales);
    options = coerceOptions(options, OWNER);
    matcherOption(options, OWNER);
    const type = textOption(options, "type", ["cardinal", "ordinal"], "cardinal", OWNER);
    const { locale, data } = resolve(requested, {});
    this.#settings = { locale, data, type, ...digitOptions(options, 0, 3, "standard", OWNER) };
  }

  static supportedLocalesOf(locales, options) { return supportedLocales("PluralRules", locales, options); }

  select(value) {
    const settings = Own.#of(this, "Intl.PluralRules.prototype.select");
    return Own.#category(decimal(value), settings);
  }

  selectRange(start, end) {
    const settings = Own.#of(this, "Intl.PluralRules.prototype.selectRange");
    const [one, other] = [needed(start, "startRange"), needed(end, "endRange")];
    if (one.kind === "nan") throw new RangeError("Invalid startRange : NaN");
    if (other.kind === "nan") throw new RangeError("Invalid endRange : NaN");
    return host.intlPluralRange(settings.data, Own.#category(one, settings), Own.#category(other, settings));
  }

  resolvedOptions() {
    const of = Own.#of(this, "Intl.PluralRules.prototype.resolvedOptions");
    const result = { locale: of.locale, type: of.type };
    for (const key of DIGIT_KEYS) result[key] = of[key];
    result.pluralCategories = host.intlPluralCategories(of.data, of.type);
    for (const key of ["roundingIncrement", "roundingMode", "roundingPriority", "trailingZeroDisplay"]) result[key] = of[key];
    return defined(result);
  }

  static #category(number, settings) {
    if (number.kind !== "finite") return "other";
    const { whole, fraction } = rounded(number, settings);
    return plural(settings.data, settings.type, fraction ? `${whole}.${fraction}` : whole);
  }

  static #of(object, method) {
    if (typeof object === "object" && object !== null && #settings in object) return object.#settings;
    throw incompatible(method, object);
  }
}

export const PluralRules = newOnly(Own, "PluralRules");
