// The sections about dates: calendars, the names of fields with relative time, and time zones.

import { counts, localeFile, plain } from "./source.mjs";

const PACKAGES = {
  gregorian: "cldr-dates-full",
  generic: "cldr-dates-full",
  buddhist: "cldr-cal-buddhist-modern",
  persian: "cldr-cal-persian-full",
};

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const WIDTHS = ["wide", "abbreviated", "narrow", "short"];

/** { format: { wide: [..] }, "stand-alone": { .. } }; a list has a place for each of `keys`. */
function widths(object, keys) {
  const result = {};
  for (const context of ["format", "stand-alone"]) {
    result[context] = {};
    for (const width of WIDTHS) {
      const of = object?.[context]?.[width];
      if (of) result[context][width] = (keys ?? Object.keys(of)).map((key) => of[key]);
    }
  }
  return result;
}

/** Day periods by name; the other spellings are left out. */
function periods(object) {
  const result = {};
  for (const context of ["format", "stand-alone"]) {
    result[context] = {};
    for (const width of WIDTHS) if (object?.[context]?.[width]) result[context][width] = plain(object[context][width]);
  }
  return result;
}

function eras(object) {
  const list = (of) => {
    const kept = plain(of);
    return Object.keys(kept).sort((a, b) => a - b).map((key) => kept[key]);
  };
  return { wide: list(object?.eraNames), abbreviated: list(object?.eraAbbr), narrow: list(object?.eraNarrow) };
}

const STYLES = ["full", "long", "medium", "short"];
const pick = (object) => STYLES.map((style) => {
  const value = object?.[style];
  return typeof value === "object" ? value._value : value;
});

/** The extractor of calendar `name`. */
export const calendar = (name) => (root, locale) => {
  const data = localeFile(root, PACKAGES[name], locale, `ca-${name}`)?.dates?.calendars?.[name];
  if (!data) return {};
  const intervals = {};
  for (const [skeleton, of] of Object.entries(data.dateTimeFormats.intervalFormats)) {
    intervals[skeleton] = typeof of === "object" ? plain(of) : of;
  }
  const months = { ...data.months };
  return {
    months: widths(months),
    days: widths(data.days, DAYS),
    periods: periods(data.dayPeriods),
    eras: eras(data.eras),
    date: pick(data.dateFormats),
    time: pick(data.timeFormats),
    dateTime: pick(data.dateTimeFormats),
    atTime: pick(data["dateTimeFormats-atTime"]?.standard),
    available: plain(data.dateTimeFormats.availableFormats),
    append: data.dateTimeFormats.appendItems,
    intervals,
  };
};

const FIELDS = ["era", "year", "quarter", "month", "week", "weekday", "day", "dayperiod", "hour", "minute", "second", "zone", "weekOfYear"];

/** Display names and relative time of the fields, in three widths. */
export function fields(root, locale) {
  const data = localeFile(root, "cldr-dates-full", locale, "dateFields").dates.fields;
  const result = {};
  for (const field of FIELDS) {
    for (const width of ["", "-short", "-narrow"]) {
      const of = data[field + width];
      if (!of) continue;
      const kept = { name: of.displayName };
      for (const [key, value] of Object.entries(of)) {
        const offset = key.match(/^relative-type-(-?\d)$/);
        if (offset) (kept.relative ??= {})[offset[1]] = value;
      }
      for (const direction of ["future", "past"]) {
        const patterns = of[`relativeTime-type-${direction}`];
        if (patterns) kept[direction] = counts(patterns, "relativeTimePattern");
      }
      result[field + width] = kept;
    }
  }
  return result;
}

/** { "Europe/Berlin": zone } of the nested form. */
function flatten(object, path, into) {
  for (const [key, value] of Object.entries(object ?? {})) {
    const name = path ? `${path}/${key}` : key;
    if (value.exemplarCity !== undefined || value.long || value.short) into[name] = names(value);
    else if (typeof value === "object") flatten(value, name, into);
  }
  return into;
}

function names(of) {
  const kept = {};
  if (of.exemplarCity) kept.city = of.exemplarCity;
  for (const width of ["long", "short"]) if (of[width]) kept[width] = plain(of[width]);
  return kept;
}

export function zones(root, locale) {
  const data = localeFile(root, "cldr-dates-full", locale, "timeZoneNames").dates.timeZoneNames;
  const metazones = {};
  for (const [name, of] of Object.entries(data.metazone ?? {})) metazones[name] = names(of);
  return {
    hour: data.hourFormat,
    gmt: data.gmtFormat,
    gmtZero: data.gmtZeroFormat,
    region: [data.regionFormat, data["regionFormat-type-standard"], data["regionFormat-type-daylight"]],
    fallback: data.fallbackFormat,
    zones: flatten(data.zone, "", {}),
    metazones,
  };
}
