// One moment as parts, by a pattern.

import { supplement } from "partyrs:intl/data";
import { calendarFields } from "partyrs:intl/calendars";
import { inDigits } from "partyrs:intl/numbering";
import { offsetAt, zoneName } from "partyrs:intl/zone_names";

const TYPES = {
  G: "era", y: "year", u: "year", Y: "year", r: "relatedYear", U: "yearName", M: "month", L: "month", d: "day", E: "weekday", c: "weekday", e: "weekday",
  a: "dayPeriod", b: "dayPeriod", B: "dayPeriod", h: "hour", H: "hour", k: "hour", K: "hour", m: "minute", s: "second",
  S: "fractionalSecond", z: "timeZoneName", O: "timeZoneName", v: "timeZoneName",
};

/** The fields of `time` in the format's zone and calendar. */
export function fieldsOf(time, settings) {
  const [offset] = offsetAt(settings.timeZone, time);
  const local = new Date(time + offset * 1000);
  // Near the ends of time the local time may be past what a Date holds.
  const at = Number.isNaN(local.getTime()) ? new Date(time) : local;
  const day = calendarFields(settings.calendar, at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  return {
    ...day,
    time,
    weekday: at.getUTCDay(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    milliseconds: at.getUTCMilliseconds(),
  };
}

const WIDTHS = { 4: "wide", 5: "narrow", 6: "short" };

/** A name of a list in the width's form; forms that a locale leaves out are like the others. */
function named(names, context, width, index) {
  const kind = WIDTHS[width] ?? "abbreviated";
  for (const form of [context, "stand-alone", "format"]) {
    const value = names[form]?.[kind]?.[index];
    if (value !== undefined) return value;
  }
  return names.format.abbreviated?.[index] ?? names.format.wide[index];
}

/** The rules by which `data`'s language divides the day. */
function dayRules(data) {
  const all = supplement("dayPeriods");
  for (let name = data; name; name = name.replace(/(^|-)[^-]+$/, "")) if (all[name]) return all[name];
  return {};
}

function dayPeriod(letter, width, fields, settings) {
  const { periods } = settings.names;
  const half = fields.hour < 12 ? "am" : "pm";
  const name = (key) => named(periods, "format", width, key);
  const exact = (!settings.shows.minute || fields.minute === 0) && (!settings.shows.second || fields.second === 0);
  const special = exact && fields.hour === 12 ? "noon" : exact && fields.hour === 0 ? "midnight" : undefined;
  if (letter === "a") return name(half);
  const rules = dayRules(settings.data);
  const has = (key) => key in rules && periods.format[WIDTHS[width] ?? "abbreviated"]?.[key] !== undefined;
  if (special === "noon" && has(special)) return name(special);
  if (letter === "b") return name(half);
  const minute = fields.hour * 60 + fields.minute;
  for (const [key, [from, before]] of Object.entries(rules)) {
    if (before === undefined) continue;
    const within = from < before ? minute >= from && minute < before : minute >= from || minute < before;
    if (within) return name(key);
  }
  return name(half);
}

function hour(letter, value) {
  switch (letter) {
    case "h": return value % 12 || 12;
    case "K": return value % 12;
    case "k": return value || 24;
    default: return value;
  }
}

/** The text of one field. */
function fieldText({ field, width }, fields, settings) {
  const { names, data, numberingSystem } = settings;
  const number = (value, least = width) => inDigits(String(value).padStart(least, "0"), numberingSystem);
  const numeric = { h: fields.hour, H: fields.hour, k: fields.hour, K: fields.hour };
  if (field in numeric) return number(hour(field, fields.hour));
  switch (field) {
    case "G": return names.eras[width === 4 ? "wide" : width === 5 ? "narrow" : "abbreviated"][fields.era] ?? "";
    case "y": case "u": case "Y": case "r":
      if (width === 2) return number(Math.abs(fields.year) % 100);
      return fields.year < 0 ? `-${number(-fields.year)}` : number(fields.year);
    case "M": case "L":
      if (width <= 2) return number(fields.month + 1);
      return named(names.months, field === "M" ? "format" : "stand-alone", width, fields.month);
    case "d": return number(fields.day);
    case "E": case "c": case "e": return named(names.days, field === "c" ? "stand-alone" : "format", width, fields.weekday);
    case "a": case "b": case "B": return dayPeriod(field, width, fields, settings);
    case "m": return number(fields.minute);
    case "s": return number(fields.second);
    case "S": return inDigits(String(fields.milliseconds).padStart(3, "0").slice(0, width).padEnd(width, "0"), numberingSystem);
    case "z": case "O": case "v": return zoneName(field, width, settings.timeZone, fields.time, data, numberingSystem);
    default: return "";
  }
}

// V8 writes plain spaces where CLDR has narrow ones before AM and PM: much code compares with them.
const plainSpaces = (text) => text.replaceAll("\u202f", " ");

/** The parts of the items of a pattern for `fields`. */
export function partsOf(list, fields, settings) {
  const parts = [];
  for (const item of list) {
    if (item.text !== undefined) parts.push({ type: "literal", value: plainSpaces(item.text) });
    else parts.push({ type: TYPES[item.field] ?? "literal", value: plainSpaces(fieldText(item, fields, settings)) });
  }
  return parts;
}

/** The type of a pattern's letter. */
export const typeOf = (letter) => TYPES[letter];

