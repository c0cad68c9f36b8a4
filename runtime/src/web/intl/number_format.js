// Intl.NumberFormat of ECMA-402, and `toLocaleString` of numbers.

import { decimal } from "partyrs:intl/decimal";
import { DIGIT_KEYS, digitOptions } from "partyrs:intl/digit_options";
import { supplement } from "partyrs:intl/data";
import { canonicalList, resolve, supportedLocales } from "partyrs:intl/locales";
import { numberParts } from "partyrs:intl/number_parts";
import { rangeParts } from "partyrs:intl/number_range";
import { numberingKey, numberingOf } from "partyrs:intl/numbering";
import { callable, coerceOptions, defined, incompatible, matcherOption, textOption, typeOption } from "partyrs:intl/options";

const OWNER = "Intl.NumberFormat";
const STYLES = ["decimal", "percent", "currency", "unit"];
const NOTATIONS = ["standard", "scientific", "engineering", "compact"];
const GROUPINGS = ["min2", "auto", "always", "true", "false"];
const SIGNS = ["auto", "never", "always", "exceptZero", "negative"];

/** A sanctioned unit, or two of them joined by `-per-`. */
function isUnit(unit) {
  const units = supplement("units");
  const parts = unit.split("-per-");
  return units.includes(unit) || (parts.length === 2 && parts.every((part) => units.includes(part)));
}

/** Style, currency and unit (ECMA-402, SetNumberFormatUnitOptions). */
function unitOptions(options) {
  const style = textOption(options, "style", STYLES, "decimal", OWNER);
  const currency = textOption(options, "currency", undefined, undefined, OWNER);
  if (currency === undefined) {
    if (style === "currency") throw new TypeError("Currency code is required with currency style.");
  } else if (!/^[a-z]{3}$/i.test(currency)) throw new RangeError(`Invalid currency code : ${currency}`);
  const currencyDisplay = textOption(options, "currencyDisplay", ["code", "symbol", "narrowSymbol", "name"], "symbol", OWNER);
  const currencySign = textOption(options, "currencySign", ["standard", "accounting"], "standard", OWNER);
  const unit = textOption(options, "unit", undefined, undefined, OWNER);
  if (unit === undefined) {
    if (style === "unit") throw new TypeError("Invalid unit argument for Intl.NumberFormat() ''");
  } else if (!isUnit(unit)) throw new RangeError(`Invalid unit argument for Intl.NumberFormat() '${unit}'`);
  const unitDisplay = textOption(options, "unitDisplay", ["short", "narrow", "long"], "short", OWNER);
  if (style === "currency") return { style, currency: currency.toUpperCase(), currencyDisplay, currencySign };
  return style === "unit" ? { style, unit, unitDisplay } : { style };
}

/** `useGrouping`, which takes booleans, too. */
function groupingOption(options, notation) {
  const fallback = notation === "compact" ? "min2" : "auto";
  const value = options.useGrouping;
  if (value === undefined) return fallback;
  if (value === true) return "always";
  if (value === false || value === null || value === 0 || value === "") return false;
  const text = textOption({ useGrouping: value }, "useGrouping", GROUPINGS, fallback, OWNER);
  return text === "true" || text === "false" ? fallback : text;
}

/** What `new Intl.NumberFormat(locales, options)` comes to. */
export function numberSettings(locales, options) {
  const requested = canonicalList(locales);
  options = coerceOptions(options, OWNER);
  matcherOption(options, OWNER);
  const system = typeOption(options, "numberingSystem");
  const { locale, data, values } = resolve(requested, { nu: numberingKey(system) });
  const settings = { locale, data, numberingSystem: values.nu ?? numberingOf(data), ...unitOptions(options) };
  settings.notation = textOption(options, "notation", NOTATIONS, "standard", OWNER);
  const money = settings.style === "currency" && settings.notation === "standard";
  const places = settings.style === "currency" ? supplement("currencies").places[settings.currency] ?? 2 : 0;
  const [least, most] = money ? [places, places] : [0, settings.style === "percent" ? 0 : 3];
  Object.assign(settings, digitOptions(options, least, most, settings.notation, OWNER));
  settings.compactDisplay = textOption(options, "compactDisplay", ["short", "long"], "short", OWNER);
  settings.useGrouping = groupingOption(options, settings.notation);
  settings.signDisplay = textOption(options, "signDisplay", SIGNS, "auto", OWNER);
  return settings;
}

/** `value` by `settings`. */
export const formatNumber = (value, settings) =>
  numberParts(decimal(value), settings).map((part) => part.value).join("");

/** The ends of a range. */
function ends(start, end) {
  if (start === undefined) throw new TypeError("Invalid start : undefined");
  if (end === undefined) throw new TypeError("Invalid end : undefined");
  const [one, other] = [decimal(start), decimal(end)];
  if (one.kind === "nan") throw new RangeError("Invalid start : NaN");
  if (other.kind === "nan") throw new RangeError("Invalid end : NaN");
  return [one, other];
}

class Format {
  #settings;
  #bound;

  constructor(locales, options) { this.#settings = numberSettings(locales, options); }

  static supportedLocalesOf(locales, options) { return supportedLocales("NumberFormat", locales, options); }

  get format() {
    const settings = Format.#of(this, "get Intl.NumberFormat.prototype.format");
    return (this.#bound ??= { format: (value) => formatNumber(value, settings) }.format);
  }

  formatToParts(value) {
    return numberParts(decimal(value), Format.#of(this, "Intl.NumberFormat.prototype.formatToParts"));
  }

  formatRange(start, end) {
    const settings = Format.#of(this, "Intl.NumberFormat.prototype.formatRange");
    return rangeParts(...ends(start, end), settings).map((part) => part.value).join("");
  }

  formatRangeToParts(start, end) {
    const settings = Format.#of(this, "Intl.NumberFormat.prototype.formatRangeToParts");
    return rangeParts(...ends(start, end), settings);
  }

  resolvedOptions() {
    const of = Format.#of(this, "Intl.NumberFormat.prototype.resolvedOptions");
    const result = defined({
      locale: of.locale, numberingSystem: of.numberingSystem, style: of.style, currency: of.currency,
      currencyDisplay: of.currencyDisplay, currencySign: of.currencySign, unit: of.unit, unitDisplay: of.unitDisplay,
    });
    for (const key of DIGIT_KEYS) if (of[key] !== undefined) result[key] = of[key];
    result.useGrouping = of.useGrouping;
    result.notation = of.notation;
    if (of.notation === "compact") result.compactDisplay = of.compactDisplay;
    for (const key of ["signDisplay", "roundingIncrement", "roundingMode", "roundingPriority", "trailingZeroDisplay"]) result[key] = of[key];
    return result;
  }

  static #of(object, method) {
    if (typeof object === "object" && object !== null && #settings in object) return object.#settings;
    throw incompatible(method, object);
  }
}

export const NumberFormat = callable(Format, "NumberFormat");
