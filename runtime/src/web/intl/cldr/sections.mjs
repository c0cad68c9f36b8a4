// What is kept of a locale, by section. A section is what one constructor loads, so that none pays for the others.

import { calendar, fields, zones } from "./dates.mjs";
import { counts, localeFile, plain } from "./source.mjs";

/** The units that ECMA-402 sanctions. */
export const UNITS = ("acre bit byte celsius centimeter day degree fahrenheit fluid-ounce foot gallon gigabit gigabyte gram " +
  "hectare hour inch kilobit kilobyte kilogram kilometer liter megabit megabyte meter microsecond mile " +
  "mile-scandinavian milliliter millimeter millisecond minute month nanosecond ounce percent petabyte pound second " +
  "stone terabit terabyte week yard year").split(" ");

const numbersOf = (root, locale) => localeFile(root, "cldr-numbers-full", locale, "numbers").numbers;

/** Patterns by magnitude: { 1000: { one, other } }. */
function compact(formats) {
  const result = {};
  for (const key of Object.keys(formats ?? {})) {
    const magnitude = key.split("-")[0];
    if (!/^10+$/.test(magnitude) || result[magnitude]) continue;
    result[magnitude] = counts(formats, magnitude);
    const alpha = {};
    for (const [name, value] of Object.entries(formats)) {
      const match = name.match(/^(\d+)-count-(\w+)-alt-alphaNextToNumber$/);
      if (match && match[1] === magnitude) alpha[match[2]] = value;
    }
    if (Object.keys(alpha).length > 0) result[magnitude].alpha = new Set(Object.values(alpha)).size === 1 ? { other: alpha.other } : alpha;
  }
  return result;
}

function numberingSystem(numbers, name) {
  const of = (kind) => numbers[`${kind}-numberSystem-${name}`] ?? {};
  const currency = of("currencyFormats");
  const decimal = of("decimalFormats");
  const misc = of("miscPatterns");
  return {
    symbols: plain(of("symbols")),
    decimal: decimal.standard,
    percent: of("percentFormats").standard,
    scientific: of("scientificFormats").standard,
    currency: currency.standard,
    accounting: currency.accounting,
    currencyAlpha: currency["standard-alphaNextToNumber"],
    accountingAlpha: currency["accounting-alphaNextToNumber"],
    currencyUnit: counts(currency, "unitPattern"),
    spacing: [currency.currencySpacing?.beforeCurrency?.insertBetween, currency.currencySpacing?.afterCurrency?.insertBetween],
    short: compact(decimal.short?.decimalFormat),
    long: compact(decimal.long?.decimalFormat),
    currencyShort: compact(currency.short?.standard),
    range: misc.range,
    approximately: misc.approximately,
  };
}

function numbers(root, locale) {
  const data = numbersOf(root, locale);
  const systems = { ...data.otherNumberingSystems };
  const wanted = new Set(["latn", data.defaultNumberingSystem, systems.native]);
  const result = {
    default: data.defaultNumberingSystem,
    native: systems.native,
    traditional: systems.traditional,
    finance: systems.finance,
    grouping: Number(data.minimumGroupingDigits),
    systems: {},
  };
  for (const name of wanted) if (data[`symbols-numberSystem-${name}`]) result.systems[name] = numberingSystem(data, name);
  return result;
}

function currencies(root, locale) {
  const data = localeFile(root, "cldr-numbers-full", locale, "currencies").numbers.currencies;
  const result = {};
  for (const [code, currency] of Object.entries(data)) {
    const symbol = currency.symbol === code ? undefined : currency.symbol;
    const narrow = currency["symbol-alt-narrow"];
    const one = { name: currency.displayName, ...counts(currency, "displayName") };
    if (symbol) one.symbol = symbol;
    if (narrow && narrow !== symbol) one.narrow = narrow;
    if (one.other === one.name && !("one" in one)) delete one.other;
    if (one.name !== undefined || symbol || narrow) result[code] = one;
  }
  return result;
}

function units(root, locale) {
  const data = localeFile(root, "cldr-units-full", locale, "units")?.units;
  if (!data) return {};
  const result = {};
  for (const width of ["long", "short", "narrow"]) {
    const kept = { per: data[width].per.compoundUnitPattern };
    for (const [name, unit] of Object.entries(data[width])) {
      const short = name.replace(/^[a-z]+-/, "");
      const parts = short.split("-per-");
      if (!parts.every((part) => UNITS.includes(part)) || name.startsWith("duration-") && parts.length > 1) continue;
      kept[short] = counts(unit, "unitPattern");
      if (unit.perUnitPattern) kept[short].per = unit.perUnitPattern;
    }
    result[width] = kept;
  }
  return result;
}

function lists(root, locale) {
  const data = localeFile(root, "cldr-misc-full", locale, "listPatterns")?.listPatterns ?? {};
  const result = {};
  for (const [name, kind] of Object.entries(data)) {
    result[name.replace("listPattern-type-", "")] = [kind[2], kind.start, kind.middle, kind.end];
  }
  return result;
}

/** Names by code, in three lengths where they differ. */
function names(object) {
  const result = { long: {}, short: {}, narrow: {}, menu: {}, variant: {} };
  for (const [key, value] of Object.entries(object ?? {})) {
    const [code, alt = "long"] = key.split("-alt-");
    if (result[alt] && value !== code) result[alt][code] = value;
  }
  return Object.fromEntries(Object.entries(result).filter(([, of]) => Object.keys(of).length > 0));
}

function displayNames(root, locale) {
  const of = (file) => localeFile(root, "cldr-localenames-full", locale, file)?.localeDisplayNames ?? {};
  const display = of("localeDisplayNames");
  const pattern = plain(display.localeDisplayPattern);
  return {
    language: names(of("languages").languages),
    region: names(of("territories").territories),
    script: names(of("scripts").scripts),
    calendar: names(display.types?.calendar),
    variant: names(of("variants").variants),
    pattern: [pattern.localePattern, pattern.localeSeparator, pattern.localeKeyTypePattern],
  };
}

/** Section name → what it keeps of a locale. */
export const SECTIONS = {
  numbers,
  currencies,
  units,
  lists,
  names: displayNames,
  dates: calendar("gregorian"),
  generic: calendar("generic"),
  buddhist: calendar("buddhist"),
  persian: calendar("persian"),
  fields,
  zones,
};
