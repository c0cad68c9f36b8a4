// The options about digits, which numbers and plurals share (ECMA-402, SetNumberFormatDigitOptions), and rounding
// by them.

import { places, round } from "partyrs:intl/decimal";
import { checkedNumber, numberOption, textOption } from "partyrs:intl/options";

const INCREMENTS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000];
const MODES = ["ceil", "floor", "expand", "trunc", "halfCeil", "halfFloor", "halfExpand", "halfTrunc", "halfEven"];

/** The settings that `options` ask for; `least` and `most` are the fraction digits where nothing is said. */
export function digitOptions(options, least, most, notation, owner) {
  const settings = { minimumIntegerDigits: numberOption(options, "minimumIntegerDigits", 1, 21, 1) };
  const minFraction = options.minimumFractionDigits;
  const maxFraction = options.maximumFractionDigits;
  const minSignificant = options.minimumSignificantDigits;
  const maxSignificant = options.maximumSignificantDigits;
  const increment = numberOption(options, "roundingIncrement", 1, 5000, 1);
  if (!INCREMENTS.includes(increment)) throw new RangeError("roundingIncrement value is out of range.");
  settings.roundingMode = textOption(options, "roundingMode", MODES, "halfExpand", owner);
  const priority = textOption(options, "roundingPriority", ["auto", "morePrecision", "lessPrecision"], "auto", owner);
  settings.trailingZeroDisplay = textOption(options, "trailingZeroDisplay", ["auto", "stripIfInteger"], "auto", owner);
  settings.roundingIncrement = increment;
  if (increment !== 1) most = least;
  const hasSignificant = minSignificant !== undefined || maxSignificant !== undefined;
  const hasFraction = minFraction !== undefined || maxFraction !== undefined;
  const needsSignificant = priority !== "auto" || hasSignificant;
  const needsFraction = priority !== "auto" || !(hasSignificant || (!hasFraction && notation === "compact"));
  if (needsSignificant) significant(settings, minSignificant, maxSignificant, hasSignificant);
  if (needsFraction) fraction(settings, minFraction, maxFraction, hasFraction ? least : undefined, least, most);
  if (!needsSignificant && !needsFraction) {
    Object.assign(settings, {
      minimumFractionDigits: 0, maximumFractionDigits: 0, minimumSignificantDigits: 1, maximumSignificantDigits: 2,
      roundingPriority: "morePrecision", rounding: "more",
    });
  } else {
    settings.roundingPriority = priority;
    settings.rounding = priority === "morePrecision" ? "more"
      : priority === "lessPrecision" ? "less"
      : hasSignificant ? "significant" : "fraction";
  }
  if (increment !== 1) {
    if (settings.rounding !== "fraction") throw new TypeError("RoundingType is not fractionDigits");
    if (settings.maximumFractionDigits !== settings.minimumFractionDigits) {
      throw new RangeError("maximumFractionDigits not equal to minimumFractionDigits");
    }
  }
  return settings;
}

function significant(settings, least, most, given) {
  settings.minimumSignificantDigits = given ? checkedNumber(least, "minimumSignificantDigits", 1, 21, 1) : 1;
  settings.maximumSignificantDigits = given
    ? checkedNumber(most, "maximumSignificantDigits", settings.minimumSignificantDigits, 21, 21)
    : 21;
}

function fraction(settings, min, max, given, least, most) {
  if (given === undefined) {
    settings.minimumFractionDigits = least;
    settings.maximumFractionDigits = most;
    return;
  }
  min = checkedNumber(min, "minimumFractionDigits", 0, 100, undefined);
  max = checkedNumber(max, "maximumFractionDigits", 0, 100, undefined);
  if (min === undefined) min = Math.min(least, max);
  else if (max === undefined) max = Math.max(most, min);
  else if (min > max) throw new RangeError("maximumFractionDigits value is out of range.");
  settings.minimumFractionDigits = min;
  settings.maximumFractionDigits = max;
}

/** `number` rounded by `settings`: { number, whole, fraction } with the zeros that they ask for. */
export function rounded(number, settings) {
  const bySignificant = () => {
    const place = number.point - settings.maximumSignificantDigits;
    const result = number.digits === "" ? number : round(number, place, settings.roundingMode);
    const shown = result.digits === "" ? 1 : result.point;
    return { number: result, place, zeros: Math.max(0, settings.minimumSignificantDigits - shown) };
  };
  const byFraction = () => {
    const place = -settings.maximumFractionDigits;
    const result = round(number, place, settings.roundingMode, settings.roundingIncrement);
    return { number: result, place, zeros: settings.minimumFractionDigits };
  };
  let chosen;
  if (settings.rounding === "significant") chosen = bySignificant();
  else if (settings.rounding === "fraction") chosen = byFraction();
  else {
    const one = bySignificant();
    const other = byFraction();
    const fine = one.place <= other.place;
    chosen = fine === (settings.rounding === "more") ? one : other;
  }
  let { whole, fraction: after } = places(chosen.number);
  after = after.padEnd(chosen.zeros, "0");
  if (settings.trailingZeroDisplay === "stripIfInteger" && /^0*$/.test(after)) after = "";
  whole = whole.padStart(settings.minimumIntegerDigits, "0");
  return { number: { ...chosen.number, sign: number.sign }, whole, fraction: after };
}

/** The digits' part of `resolvedOptions`. */
export const DIGIT_KEYS = [
  "minimumIntegerDigits", "minimumFractionDigits", "maximumFractionDigits", "minimumSignificantDigits", "maximumSignificantDigits",
];
