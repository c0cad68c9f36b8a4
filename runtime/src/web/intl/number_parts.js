// A number as parts: notation, digits, sign, currency and unit (ECMA-402, PartitionNumberPattern). `settings` are
// a NumberFormat's resolved settings with `data`, its data locale.

import { counted, missing, pieces, plural, section } from "partyrs:intl/data";
import { scale } from "partyrs:intl/decimal";
import { rounded } from "partyrs:intl/digit_options";
import { affix, parsed, spaced } from "partyrs:intl/number_pattern";
import { inDigits, symbolsOf } from "partyrs:intl/numbering";

/** How `number` is written: its digits, its power of ten and the pattern for that power. */
function notated(number, settings, system) {
  if (settings.style === "percent") number = scale(number, 2);
  if (number.kind !== "finite") return { number, exponent: 0 };
  const { notation } = settings;
  if (notation === "standard") return { ...rounded(number, settings), exponent: 0 };
  const exponentFor = (point) => {
    if (notation === "scientific") return { exponent: point - 1 };
    if (notation === "engineering") return { exponent: Math.floor((point - 1) / 3) * 3 };
    return compactFor(point, settings, system);
  };
  const point = number.digits === "" ? 1 : number.point;
  let chosen = exponentFor(point);
  let result = rounded(scale(number, -chosen.exponent), settings);
  if (number.digits !== "" && result.number.digits !== "" && result.number.point + chosen.exponent > point) {
    chosen = exponentFor(result.number.point + chosen.exponent);
    result = rounded(scale(number, -chosen.exponent), settings);
  }
  return { ...result, ...chosen };
}

/** The compact patterns for numbers of `point` places before the point. */
function compactFor(point, settings, system) {
  const table = settings.style === "currency" && settings.currencyDisplay !== "name" && Object.keys(system.currencyShort).length > 0
    ? system.currencyShort
    : system[settings.compactDisplay];
  const magnitudes = Object.keys(table).map((key) => key.length);
  if (magnitudes.length === 0 || point < 1) return { exponent: 0 };
  const size = Math.min(point, Math.max(...magnitudes));
  const patterns = table[`1${"0".repeat(size - 1)}`];
  if (!patterns) return { exponent: 0 };
  const zeros = patterns.other.replace(/'[^']*'/g, "").replace(/[^0]/g, "").length;
  if (patterns.other === "0" || zeros === 0) return { exponent: 0 };
  return { exponent: size - zeros, patterns };
}

/** The sign that is shown: "-", "+" or "". */
function shownSign(number, display) {
  const negative = number.sign < 0;
  const zero = number.kind === "nan" || (number.kind === "finite" && number.digits === "");
  switch (display) {
    case "never": return "";
    case "always": return negative ? "-" : "+";
    case "exceptZero": return zero ? "" : negative ? "-" : "+";
    case "negative": return negative && !zero ? "-" : "";
    default: return negative ? "-" : "";
  }
}

/** Whole digits with separators. */
function grouped(whole, settings, pattern, least) {
  const { useGrouping } = settings;
  const { primary, secondary } = pattern;
  const minimum = useGrouping === "always" ? 1 : useGrouping === "min2" ? Math.max(2, least) : least;
  if (!useGrouping || !primary || least === -1 && useGrouping !== "always" || whole.length < primary + Math.max(minimum, 1)) return [whole];
  const groups = [whole.slice(-primary)];
  let rest = whole.slice(0, -primary);
  for (; rest.length > secondary; rest = rest.slice(0, -secondary)) groups.unshift(rest.slice(-secondary));
  if (rest) groups.unshift(rest);
  return groups;
}

/** The digits as parts. */
function digitParts(written, settings, system, pattern) {
  const { symbols } = system;
  const { number } = written;
  if (number.kind === "nan") return [{ type: "nan", value: symbols.nan }];
  if (number.kind === "infinity") return [{ type: "infinity", value: symbols.infinity }];
  const parts = [];
  const currency = settings.style === "currency";
  const digits = (text) => inDigits(text, settings.numberingSystem);
  const groups = grouped(written.whole, settings, pattern, section(settings.data, "numbers").grouping);
  groups.forEach((group, index) => {
    if (index > 0) parts.push({ type: "group", value: (currency && symbols.currencyGroup) || symbols.group });
    parts.push({ type: "integer", value: digits(group) });
  });
  if (written.fraction) {
    parts.push({ type: "decimal", value: (currency && symbols.currencyDecimal) || symbols.decimal });
    parts.push({ type: "fraction", value: digits(written.fraction) });
  }
  if (settings.notation === "scientific" || settings.notation === "engineering") {
    parts.push({ type: "exponentSeparator", value: symbols.exponential });
    if (written.exponent < 0) parts.push(...spaced(symbols.minusSign, "exponentMinusSign"));
    parts.push({ type: "exponentInteger", value: digits(String(Math.abs(written.exponent))) });
  }
  return parts;
}

/** The plural category of what is written, as it stands before or with its power of ten. */
function category(written, settings, exponent) {
  if (written.number.kind !== "finite") return "other";
  const text = written.fraction ? `${written.whole}.${written.fraction}` : written.whole;
  return plural(settings.data, "cardinal", text, Math.max(exponent, 0));
}

/** The text of the currency's symbol; undefined when it is written as a name. */
function currencySymbol(settings) {
  const { currency, currencyDisplay, data } = settings;
  if (currencyDisplay === "code") return currency;
  const names = section(data, "currencies")[currency];
  if (currencyDisplay === "narrowSymbol") return names?.narrow ?? names?.symbol ?? currency;
  return names?.symbol ?? currency;
}

/** The unit percent is written like the style, but for its long name. */
const isBarePercent = ({ style, unit, unitDisplay }) => style === "unit" && unit === "percent" && unitDisplay !== "long";

/** The pattern with the number's affixes, and the texts that stand for power of ten. */
function patternFor(settings, system, written) {
  const currency = settings.style === "currency" && settings.currencyDisplay !== "name";
  const accounting = settings.currencySign === "accounting";
  let pattern = settings.style === "percent" || isBarePercent(settings) ? system.percent : system.decimal;
  if (currency) pattern = accounting ? system.accounting : system.currency;
  if (!written.patterns) return { pattern, compact: false };
  const exactlyOne = written.whole === "1" && !written.fraction;
  const own = (exactlyOne && written.patterns[1]) || counted(written.patterns, category(written, settings, 0));
  if (!currency || own.includes("¤")) return { pattern: own, compact: true, base: pattern };
  return { pattern: pattern.replace(/[#0,.]*[#0]/, own), compact: true, base: pattern };
}

/** Affixes with sign: ICU's rule for which of the pattern's halves is used and whether a sign is put before it. */
function affixes(pattern, sign, base) {
  const own = parsed(pattern);
  const outer = base && base.includes("¤") ? parsed(base) : own;
  let [prefix, suffix] = [own.prefix, own.suffix];
  const negative = own.negative ?? (outer !== own && outer.negative && merged(own, outer));
  const hasMinus = negative && (negative[0].includes("-") || negative[1].includes("-"));
  if (negative && (sign === "-" || (sign === "+" && hasMinus))) {
    [prefix, suffix] = negative;
    if (sign === "+") [prefix, suffix] = [prefix.replace("-", "+"), suffix.replace("-", "+")];
  } else if (sign) prefix = sign + prefix;
  return [prefix, suffix];
}

/** The negative half for a compact currency pattern, by the full one's. */
function merged(own, outer) {
  if (!outer.negative[0].startsWith("(")) return undefined;
  return [`(${own.prefix}`, `${own.suffix})`];
}

/** An affix's parts. `symbols` are the locale's, `type` is what other text counts as. */
function affixParts(text, settings, symbols, type, currencyText) {
  const parts = [];
  for (const { symbol, value } of affix(text)) {
    if (symbol === "¤") parts.push({ type: "currency", value: currencyText });
    else if (symbol === "-") parts.push(...spaced(symbols.minusSign, "minusSign"));
    else if (symbol === "+") parts.push(...spaced(symbols.plusSign, "plusSign"));
    else if (symbol === "%") parts.push(...spaced(symbols.percentSign, settings.style === "unit" ? "unit" : "percentSign"));
    else if (type === "literal") parts.push({ type, value });
    else parts.push(...spaced(value, type));
  }
  return parts;
}

// A currency's letters keep a distance from digits; its signs need none.
const JOINS = /[\p{S}\p{Z}]/u;

function keepDistance(prefix, suffix, system, number) {
  if (number[0]?.type !== "integer") return;
  const before = prefix.at(-1);
  if (before?.type === "currency" && !JOINS.test([...before.value].at(-1))) {
    prefix.push({ type: "literal", value: system.spacing[1] ?? "\u00a0" });
  }
  const after = suffix[0];
  if (after?.type === "currency" && !JOINS.test([...after.value][0])) {
    suffix.unshift({ type: "literal", value: system.spacing[0] ?? "\u00a0" });
  }
}

/** `inner` inside a pattern such as `{0} km`; the rest is of `type`. */
function wrapped(pattern, inner, type) {
  const parts = [];
  for (const piece of pieces(pattern)) parts.push(...(piece === 0 ? inner : spaced(piece, type)));
  return parts;
}

/** `parts` inside the unit's pattern. */
function withUnit(parts, settings, plurality) {
  const units = section(settings.data, "units")[settings.unitDisplay];
  const { unit } = settings;
  if (!units) throw missing(`the unit \`${unit}\` in \`${settings.locale}\``);
  if (units[unit]?.other) return wrapped(counted(units[unit], plurality), parts, "unit");
  const [one, per] = unit.split("-per-");
  if (!units[one] || !units[per]) throw missing(`the unit \`${unit}\` in \`${settings.locale}\``);
  const above = counted(units[one], plurality);
  if (units[per].per) return wrapped(units[per].per.replace("{0}", above), parts, "unit");
  const below = counted(units[per], "one").replace(/[\s\u00a0]*\{0\}[\s\u00a0]*/u, "");
  return wrapped(units.per.replace("{0}", above).replace("{1}", below), parts, "unit");
}

/** `parts` with neighbouring literals as one. */
export function joined(parts) {
  const result = [];
  for (const part of parts) {
    if (part.type === "literal" && result.at(-1)?.type === "literal" && result.at(-1).source === part.source) result.at(-1).value += part.value;
    else result.push({ ...part });
  }
  return result;
}

/**
 * A number's digits and what stands around them, without unit and currency name, and its plural category. `mark` is
 * put before the sign.
 */
export function analysed(number, settings, mark = "") {
  const system = symbolsOf(settings.data, settings.numberingSystem);
  const written = notated(number, settings, system);
  const chosen = patternFor(settings, system, written);
  const sign = shownSign({ ...written.number, sign: number.sign }, settings.signDisplay);
  const [prefixText, suffixText] = affixes(chosen.pattern, sign, chosen.base);
  const currencyText = settings.style === "currency" ? currencySymbol(settings) : undefined;
  const type = chosen.compact ? "compact" : "literal";
  const prefix = affixParts(prefixText, settings, system.symbols, type, currencyText);
  const suffix = affixParts(suffixText, settings, system.symbols, type, currencyText);
  const base = settings.style === "percent" ? system.percent : system.decimal;
  const grouping = parsed(chosen.compact || settings.style !== "currency" ? base : chosen.pattern);
  const digits = chosen.compact && !/0/.test(chosen.pattern) ? [] : digitParts(written, settings, system, grouping);
  if (currencyText !== undefined) keepDistance(prefix, suffix, system, digits);
  if (mark) prefix.unshift({ type: "approximatelySign", value: mark });
  return { prefix, digits, suffix, plurality: () => category(written, settings, written.exponent) };
}

/** Whether something is written around the number and its affixes: a unit or a currency's name. */
export const hasOuter = (settings) =>
  settings.style === "unit" ? !isBarePercent(settings) : settings.style === "currency" && settings.currencyDisplay === "name";

/** `parts` with the unit or the currency's name, in the form for `plurality`. */
export function withOuter(parts, settings, plurality) {
  if (settings.style === "unit") return withUnit(parts, settings, plurality);
  const system = symbolsOf(settings.data, settings.numberingSystem);
  const names = section(settings.data, "currencies")[settings.currency];
  const name = names ? names[plurality] ?? names.other ?? names.name ?? settings.currency : settings.currency;
  return pieces(counted(system.currencyUnit, plurality)).flatMap((piece) =>
    piece === 0 ? parts : piece === 1 ? [{ type: "currency", value: name }] : [{ type: "literal", value: piece }]);
}

/** The parts of a number. `mark` is put before its sign. */
export function numberParts(number, settings, mark) {
  const { prefix, digits, suffix, plurality } = analysed(number, settings, mark);
  const parts = [...prefix, ...digits, ...suffix];
  return joined(hasOuter(settings) ? withOuter(parts, settings, plurality()) : parts);
}
