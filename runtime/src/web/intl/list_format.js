// Intl.ListFormat of ECMA-402, by CLDR's patterns.

import { pieces, section } from "partyrs:intl/data";
import { canonicalList, resolve, supportedLocales } from "partyrs:intl/locales";
import { incompatible, matcherOption, newOnly, objectOptions, textOption } from "partyrs:intl/options";

const OWNER = "Intl.ListFormat";
const KINDS = { conjunction: "standard", disjunction: "or", unit: "unit" };

function texts(list) {
  if (list === undefined) return [];
  const result = [];
  for (const text of list) {
    if (typeof text !== "string") throw new TypeError(`Iterable yielded ${String(text)} which is not a string`);
    result.push(text);
  }
  return result;
}

// Languages whose word for "and" or "or" changes with the sound of what follows: ICU's own additions to CLDR.
function euphony(pattern, data, next) {
  if (data.startsWith("es")) {
    if (/ y /.test(pattern) && /^(i|hi(?!a|e))/i.test(next)) return pattern.replace(" y ", " e ");
    if (/ o /.test(pattern) && /^(o|ho|8|11(?!\d|\d{3}))/i.test(next)) return pattern.replace(" o ", " u ");
  }
  if (/^(he|iw)/.test(data) && pattern === "{0} ו{1}" && !/^[\u0590-\u05ff]/.test(next)) return "{0} ו-{1}";
  return pattern;
}

/** The parts of a list: `element`s and the `literal`s between them. */
export function listParts(list, data, kind) {
  const [two, start, middle, end] = section(data, "lists")[kind];
  const element = (value) => [{ type: "element", value }];
  if (list.length === 0) return [];
  let parts = element(list.at(-1));
  for (let i = list.length - 2; i >= 0; i -= 1) {
    const last = i === list.length - 2;
    const pattern = list.length === 2 ? two : last ? end : i === 0 ? start : middle;
    const chosen = last ? euphony(pattern, data, list.at(-1)) : pattern;
    parts = pieces(chosen).flatMap((piece) =>
      piece === 0 ? element(list[i]) : piece === 1 ? parts : [{ type: "literal", value: piece }]);
  }
  return parts;
}

class Own {
  #settings;

  constructor(locales, options) {
    const requested = canonicalList(locales);
    options = objectOptions(options);
    matcherOption(options, OWNER);
    const { locale, data } = resolve(requested, {});
    const type = textOption(options, "type", Object.keys(KINDS), "conjunction", OWNER);
    const style = textOption(options, "style", ["long", "short", "narrow"], "long", OWNER);
    this.#settings = { locale, data, type, style, kind: KINDS[type] + (style === "long" ? "" : `-${style}`) };
  }

  static supportedLocalesOf(locales, options) { return supportedLocales("ListFormat", locales, options); }

  format(list) { return this.formatToParts(list).map((part) => part.value).join(""); }

  formatToParts(list) {
    const { data, kind } = Own.#of(this, "Intl.ListFormat.prototype.format");
    return listParts(texts(list), data, kind);
  }

  resolvedOptions() {
    const { locale, type, style } = Own.#of(this, "Intl.ListFormat.prototype.resolvedOptions");
    return { locale, type, style };
  }

  static #of(object, method) {
    if (typeof object === "object" && object !== null && #settings in object) return object.#settings;
    throw incompatible(method, object);
  }
}

export const ListFormat = newOnly(Own, "ListFormat");
