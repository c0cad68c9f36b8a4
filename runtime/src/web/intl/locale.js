// Intl.Locale of ECMA-402, with the information about locales as V8 has it.

import host from "partyrs:host";
import { supplement } from "partyrs:intl/data";
import { tags } from "partyrs:intl/locale_tag";
import { canonical, regionOf, split } from "partyrs:intl/locales";
import { booleanOption, coerceOptions, finish, incompatible, textOption } from "partyrs:intl/options";

const EMPTY = "First argument to Intl.Locale constructor can't be empty or missing";
const wrong = () => new RangeError("Incorrect locale information provided");

/** A text option of the form `pattern`. */
function part(options, name, pattern) {
  const value = textOption(options, name, undefined, undefined, "locale");
  if (value !== undefined && !pattern.test(value)) throw wrong();
  return value;
}

/** `tag` with another language, script or region. */
function withParts(tag, options) {
  const language = part(options, "language", /^([a-z]{2,3}|[a-z]{5,8})$/i);
  const script = part(options, "script", /^[a-z]{4}$/i);
  const region = part(options, "region", /^([a-z]{2}|\d{3})$/i);
  const { base } = split(tag);
  const rest = tag.slice(base.length);
  const [, own, ownScript, ownRegion, variants] = base.match(/^([a-z]+)(?:-([A-Z][a-z]{3}))?(?:-([A-Z]{2}|\d{3}))?(.*)$/);
  const parts = [language ?? own, script ?? ownScript, region ?? ownRegion].filter((one) => one !== undefined);
  return canonical(parts.join("-") + variants + rest);
}

/** `tag` with other Unicode keywords. */
function withKeywords(tag, keywords) {
  const { base, keywords: own } = split(tag);
  const all = { ...own };
  for (const [key, value] of Object.entries(keywords)) if (value !== undefined) all[key] = value;
  const other = tag.slice(base.length).replace(/-u(-[a-z0-9]{2,8})*(?=-[a-z0-9]-|$)/, "");
  const text = Object.entries(all).map(([key, value]) => (value && value !== "true" ? `-${key}-${value}` : `-${key}`)).join("");
  return canonical(base + (text ? `-u${text}` : "") + other);
}

export class Locale {
  #tag;

  constructor(tag, options) {
    if (typeof tag !== "string" && (typeof tag !== "object" || tag === null)) throw new TypeError(EMPTY);
    options = coerceOptions(options, "Intl.Locale");
    const type = /^[a-z0-9]{3,8}(-[a-z0-9]{3,8})*$/i;
    let result = withParts(tags.get(tag) ?? canonical(String(tag)), options);
    const numeric = { ca: part(options, "calendar", type), co: part(options, "collation", type) };
    numeric.hc = textOption(options, "hourCycle", ["h11", "h12", "h23", "h24"], undefined, "locale");
    numeric.kf = textOption(options, "caseFirst", ["upper", "lower", "false"], undefined, "locale");
    const sorted = booleanOption(options, "numeric");
    numeric.kn = sorted === undefined ? undefined : String(sorted);
    numeric.nu = part(options, "numberingSystem", type);
    if (Object.values(numeric).some((value) => value !== undefined)) result = withKeywords(result, numeric);
    this.#tag = result;
    tags.set(this, result);
  }

  maximize() { return new Locale(host.intlMaximal(this.#own("maximize"))); }
  minimize() { return new Locale(host.intlMinimal(this.#own("minimize"))); }
  toString() { return this.#own("toString"); }

  get baseName() { return split(this.#own("baseName")).base; }
  get language() { return this.#tag.split("-")[0]; }
  get script() { return this.baseName.split("-").find((one, index) => index > 0 && /^[A-Z][a-z]{3}$/.test(one)); }
  get region() { return this.baseName.split("-").find((one, index) => index > 0 && /^([A-Z]{2}|\d{3})$/.test(one)); }
  get calendar() { return this.#keyword("ca"); }
  get collation() { return this.#keyword("co"); }
  get hourCycle() { return this.#keyword("hc"); }
  get numberingSystem() { return this.#keyword("nu"); }
  get caseFirst() { return this.#keyword("kf"); }
  get numeric() { return ["", "true"].includes(this.#keyword("kn")); }

  get hourCycles() { return this.getHourCycles(); }
  get textInfo() { return this.getTextInfo(); }
  get weekInfo() { return this.getWeekInfo(); }

  getHourCycles() {
    if (this.hourCycle) return [this.hourCycle];
    const { hours } = supplement("habits");
    const region = regionOf(this.#tag);
    const [preferred] = hours[`${this.language}-${region}`] ?? hours[region] ?? hours["001"];
    return [{ h: "h12", H: "h23", K: "h11", k: "h24" }[preferred]];
  }

  getTextInfo() { return { direction: host.intlRightToLeft(this.baseName) ? "rtl" : "ltr" }; }

  getWeekInfo() {
    const { week } = supplement("habits");
    const region = regionOf(this.#tag);
    const number = (day) => ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].indexOf(day) + 1;
    const of = (table) => table[region] ?? table["001"];
    const weekend = [];
    for (let day = number(of(week.start)); ; day = (day % 7) + 1) {
      weekend.push(day);
      if (day === number(of(week.end))) break;
    }
    return { firstDay: number(of(week.first)), weekend: weekend.sort(), minimalDays: Number(of(week.days)) };
  }

  #keyword(key) { return split(this.#tag).keywords[key]; }

  #own(method) {
    if (!(#tag in this)) throw incompatible(`Intl.Locale.prototype.${method}`, this);
    return this.#tag;
  }
}
finish(Locale, "Locale");
Object.defineProperty(Locale, "length", { value: 1, configurable: true });
