// Intl.RelativeTimeFormat of ECMA-402, by CLDR's patterns.

import { counted, pieces, plural, section } from "partyrs:intl/data";
import { decimal } from "partyrs:intl/decimal";
import { rounded } from "partyrs:intl/digit_options";
import { canonicalList, resolve, supportedLocales } from "partyrs:intl/locales";
import { numberSettings } from "partyrs:intl/number_format";
import { numberParts } from "partyrs:intl/number_parts";
import { numberingKey, numberingOf } from "partyrs:intl/numbering";
import { coerceOptions, incompatible, matcherOption, newOnly, textOption, typeOption } from "partyrs:intl/options";

const OWNER = "Intl.RelativeTimeFormat";
const UNITS = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];

/** The parts of `value` in `unit`, seen from now. */
function relativeParts(value, unit, settings) {
  const singular = String(unit).replace(/s$/, "");
  if (!UNITS.includes(singular)) {
    throw new RangeError(`Invalid unit argument for Intl.RelativeTimeFormat.prototype.format() '${unit}'`);
  }
  const number = Number(value);
  if (!Number.isFinite(number)) {
    throw new RangeError("Value need to be finite number for Intl.RelativeTimeFormat.prototype.format()");
  }
  const fields = section(settings.data, "fields");
  const field = fields[singular + (settings.style === "long" ? "" : `-${settings.style}`)] ?? fields[singular];
  const past = number < 0 || Object.is(number, -0);
  if (settings.numeric === "auto") {
    const word = field.relative?.[Object.is(number, -0) ? "0" : String(number)];
    if (word !== undefined) return [{ type: "literal", value: word }];
  }
  const digits = decimal(Math.abs(number));
  const { whole, fraction } = rounded(digits, settings.number);
  const category = plural(settings.data, "cardinal", fraction ? `${whole}.${fraction}` : whole);
  return pieces(counted(field[past ? "past" : "future"], category)).flatMap((piece) =>
    piece === 0
      ? numberParts(digits, settings.number).map((part) => ({ ...part, unit: singular }))
      : [{ type: "literal", value: piece }]);
}

class Own {
  #settings;

  constructor(locales, options) {
    const requested = canonicalList(locales);
    options = coerceOptions(options, OWNER);
    matcherOption(options, OWNER);
    const system = typeOption(options, "numberingSystem");
    const { locale, data, values } = resolve(requested, { nu: numberingKey(system) });
    const style = textOption(options, "style", ["long", "short", "narrow"], "long", OWNER);
    const numeric = textOption(options, "numeric", ["always", "auto"], "always", OWNER);
    const numberingSystem = values.nu ?? numberingOf(data);
    this.#settings = { locale, data, style, numeric, numberingSystem, number: numberSettings(data, { numberingSystem }) };
  }

  static supportedLocalesOf(locales, options) { return supportedLocales("RelativeTimeFormat", locales, options); }

  format(value, unit) {
    const settings = Own.#of(this, "Intl.RelativeTimeFormat.prototype.format");
    return relativeParts(value, unit, settings).map((part) => part.value).join("");
  }

  formatToParts(value, unit) {
    return relativeParts(value, unit, Own.#of(this, "Intl.RelativeTimeFormat.prototype.formatToParts"));
  }

  resolvedOptions() {
    const of = Own.#of(this, "Intl.RelativeTimeFormat.prototype.resolvedOptions");
    const { locale, style, numeric, numberingSystem } = of;
    return { locale, style, numeric, numberingSystem };
  }

  static #of(object, method) {
    if (typeof object === "object" && object !== null && #settings in object) return object.#settings;
    throw incompatible(method, object);
  }
}

export const RelativeTimeFormat = newOnly(Own, "RelativeTimeFormat");
