// Intl.DisplayNames of ECMA-402, by CLDR's names.

import { fill, section } from "partyrs:intl/data";
import { canonical, canonicalList, resolve, split, supportedLocales } from "partyrs:intl/locales";
import { incompatible, matcherOption, newOnly, objectOptions, textOption } from "partyrs:intl/options";

const OWNER = "Intl.DisplayNames";
const TYPES = ["language", "region", "script", "currency", "calendar", "dateTimeField"];
const invalid = () => new RangeError("invalid_argument");
const FIELDS = {
  era: "era", year: "year", quarter: "quarter", month: "month", weekOfYear: "week", weekday: "weekday", day: "day",
  dayPeriod: "dayperiod", hour: "hour", minute: "minute", second: "second", timeZoneName: "zone",
};
const CALENDARS = { gregory: "gregorian", ethioaa: "ethiopic-amete-alem" };

/** The name of `code` in the form that `style` asks for. */
function named(names, code, style) {
  return (style !== "long" ? names?.[style]?.[code] ?? names?.short?.[code] : undefined) ?? names?.long?.[code];
}

function languageName(code, of, names) {
  if (!/^[a-z]{2,8}(-|$)/i.test(code) || /^[a-z]{4}(-|$)/i.test(code)) throw invalid();
  let tag;
  try {
    tag = canonical(code);
  } catch {
    throw invalid();
  }
  const { base } = split(tag);
  if (base !== tag) throw invalid();
  const parts = base.split("-");
  let known = 1;
  if (of.languageDisplay === "dialect") {
    for (let count = parts.length; count > 1; count -= 1) {
      if (named(names.language, parts.slice(0, count).join("-"), of.style)) {
        known = count;
        break;
      }
    }
  }
  const name = named(names.language, parts.slice(0, known).join("-"), of.style);
  if (name === undefined) return undefined;
  const rest = parts.slice(known).map((part) =>
    (part.length === 4 && /^[A-Z]/.test(part) ? named(names.script, part, of.style)
      : part.length <= 3 ? named(names.region, part, of.style)
      : names.variant?.long?.[part.toUpperCase()]) ?? part);
  if (rest.length === 0) return name;
  return fill(names.pattern[0], name, rest.reduce((one, other) => fill(names.pattern[1], one, other)));
}

function nameOf(code, of) {
  const names = () => section(of.data, "names");
  switch (of.type) {
    case "language": return languageName(code, of, names());
    case "region":
      if (!/^([a-z]{2}|\d{3})$/i.test(code)) throw invalid();
      return named(names().region, code.toUpperCase(), of.style);
    case "script": {
      if (!/^[a-z]{4}$/i.test(code)) throw invalid();
      return named(names().script, code[0].toUpperCase() + code.slice(1).toLowerCase(), of.style);
    }
    case "currency": {
      if (!/^[a-z]{3}$/i.test(code)) throw invalid();
      const currency = section(of.data, "currencies")[code.toUpperCase()];
      if (of.style === "long") return currency?.name;
      return of.style === "narrow" ? currency?.narrow ?? currency?.symbol : currency?.symbol;
    }
    case "calendar": {
      if (!/^[a-z0-9]{3,8}(-[a-z0-9]{3,8})*$/i.test(code)) throw invalid();
      const name = code.toLowerCase();
      return named(names().calendar, CALENDARS[name] ?? name, of.style);
    }
    default: {
      if (!(code in FIELDS)) throw invalid();
      const fields = section(of.data, "fields");
      return fields[FIELDS[code] + (of.style === "long" ? "" : `-${of.style}`)]?.name ?? fields[FIELDS[code]]?.name;
    }
  }
}

/** How a code is written when it has no name. */
const written = (code, type) =>
  type === "region" || type === "currency" ? code.toUpperCase()
    : type === "script" ? code[0].toUpperCase() + code.slice(1).toLowerCase()
    : type === "language" ? canonical(code)
    : code;

class Own {
  #settings;

  constructor(locales, options) {
    const requested = canonicalList(locales);
    if (options === undefined) throw new TypeError("invalid_argument");
    options = objectOptions(options);
    matcherOption(options, OWNER);
    const style = textOption(options, "style", ["long", "short", "narrow"], "long", OWNER);
    const type = textOption(options, "type", TYPES, undefined, OWNER);
    if (type === undefined) throw new TypeError("invalid_argument");
    const fallback = textOption(options, "fallback", ["code", "none"], "code", OWNER);
    const { locale, data } = resolve(requested, {});
    const languageDisplay = textOption(options, "languageDisplay", ["dialect", "standard"], "dialect", OWNER);
    this.#settings = { locale, data, style, type, fallback, languageDisplay };
  }

  static supportedLocalesOf(locales, options) { return supportedLocales("DisplayNames", locales, options); }

  of(code) {
    const of = Own.#of(this, "Intl.DisplayNames.prototype.of");
    const text = String(code);
    return nameOf(text, of) ?? (of.fallback === "code" ? written(text, of.type) : undefined);
  }

  resolvedOptions() {
    const { locale, style, type, fallback, languageDisplay } = Own.#of(this, "Intl.DisplayNames.prototype.resolvedOptions");
    return type === "language" ? { locale, style, type, fallback, languageDisplay } : { locale, style, type, fallback };
  }

  static #of(object, method) {
    if (typeof object === "object" && object !== null && #settings in object) return object.#settings;
    throw incompatible(method, object);
  }
}

export const DisplayNames = newOnly(Own, "DisplayNames");
