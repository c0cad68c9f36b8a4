// Language tags: canonical lists, and which of our locales a list of wishes comes to (ECMA-402, 9.2).

import host from "partyrs:host";
import { supplement } from "partyrs:intl/data";
import { tags } from "partyrs:intl/locale_tag";
import { coerceOptions, matcherOption } from "partyrs:intl/options";

const DEFAULT = "en-US";

/** The canonical form of one language tag. */
export function canonical(tag) {
  const found = host.intlCanonical(tag);
  if (found === undefined) throw new RangeError(`Incorrect locale information provided`);
  return found;
}

/** `locales` as a list of canonical tags without repetitions. */
export function canonicalList(locales) {
  if (locales === undefined) return [];
  if (typeof locales === "string") return [canonical(locales)];
  if (tags.has(locales)) return [tags.get(locales)];
  const list = Object(nonNull(locales));
  const length = Math.min(Math.max(Math.trunc(Number(list.length)) || 0, 0), Number.MAX_SAFE_INTEGER);
  const seen = new Set();
  for (let i = 0; i < length; i += 1) {
    if (!(i in list)) continue;
    const entry = list[i];
    if (typeof entry !== "string" && (typeof entry !== "object" || entry === null)) {
      throw new TypeError("Language ID should be string or object.");
    }
    seen.add(tags.get(entry) ?? canonical(String(entry)));
  }
  return [...seen];
}

function nonNull(value) {
  if (value === null) throw new TypeError("Cannot convert undefined or null to object");
  return value;
}

/** A tag's parts: its name without extensions, the `-u-` keywords, and the attributes and other extensions. */
export function split(tag) {
  const parts = tag.split("-");
  const base = [];
  let i = 0;
  while (i < parts.length && parts[i].length > 1) base.push(parts[i++]);
  const keywords = {};
  while (i < parts.length && parts[i] !== "x") {
    const singleton = parts[i++];
    let key;
    for (; i < parts.length && parts[i].length > 1; i += 1) {
      if (singleton !== "u") continue;
      if (parts[i].length === 2) keywords[(key = parts[i])] = [];
      else if (key) keywords[key].push(parts[i]);
    }
  }
  for (const key in keywords) keywords[key] = keywords[key].join("-");
  return { base: base.join("-"), keywords };
}

let sets;
function known() {
  if (!sets) {
    const { all, aliases } = supplement("locales");
    sets = { all: new Set(all), aliases };
  }
  return sets;
}

/** The longest of our locales that `name` begins with. */
function available(name) {
  const { all, aliases } = known();
  for (let tag = name; tag; tag = tag.replace(/(^|-)[^-]+$/, "")) {
    if (all.has(tag) || tag in aliases) return tag;
  }
}

const dataLocale = (locale) => known().aliases[locale] ?? locale;

/**
 * The locale for `requested` and the values of `keys`: { nu: { valid(value, dataLocale), option } }. An option wins
 * over the tag; a value that is not valid counts as not given.
 */
export function resolve(requested, keys) {
  let found = DEFAULT;
  let keywords = {};
  for (const tag of requested) {
    const parts = split(tag);
    const match = available(parts.base);
    if (!match) continue;
    found = match;
    keywords = parts.keywords;
    break;
  }
  const data = dataLocale(found);
  const values = {};
  let kept = "";
  for (const [key, { valid, option }] of Object.entries(keys).sort()) {
    if (key in keywords) {
      const wished = keywords[key] === "" ? "true" : keywords[key];
      if (valid(wished, data)) {
        values[key] = wished;
        if (option === undefined || option === wished || !valid(option, data)) kept += `-${key}${keywords[key] ? `-${keywords[key]}` : ""}`;
      }
    }
    if (option !== undefined && valid(option, data)) values[key] = option;
  }
  return { locale: kept ? `${found}-u${kept}` : found, data, values };
}

/** `supportedLocalesOf` of the constructor `name`. */
export function supportedLocales(name, locales, options) {
  const requested = canonicalList(locales);
  if (options !== undefined) matcherOption(coerceOptions(options, `Intl.${name}`), `Intl.${name}.supportedLocalesOf`);
  return requested.filter((tag) => available(split(tag).base) !== undefined);
}

/** The region that `locale` is used in, as CLDR supposes it. */
export function regionOf(locale) {
  const maximal = (host.intlMaximal(split(locale).base) ?? "").split("-");
  return maximal.find((part, index) => index > 0 && /^([A-Z]{2}|\d{3})$/.test(part)) ?? "001";
}
