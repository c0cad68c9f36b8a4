// Intl.DateTimeFormat of ECMA-402.

import { partsOf, fieldsOf } from "partyrs:intl/date_parts";
import { dateRangeParts } from "partyrs:intl/date_range";
import { dateSettings } from "partyrs:intl/date_settings";
import { supportedLocales } from "partyrs:intl/locales";
import { callable, defined, incompatible } from "partyrs:intl/options";

const LIMIT_MS = 8.64e15;

/** A time in milliseconds; now if there is none. */
function timeOf(date) {
  const time = date === undefined ? Date.now() : Number(date);
  if (!(Math.abs(time) <= LIMIT_MS)) throw new RangeError("Invalid time value");
  return Math.trunc(time) + 0;
}

const text = (parts) => parts.map((part) => part.value).join("");

/** `time` in milliseconds as text. */
export const formatTime = (time, settings) => text(partsOf(settings.items, fieldsOf(time, settings), settings));

function ends(start, end) {
  if (start === undefined || end === undefined) throw new TypeError("Invalid time value");
  return [timeOf(start), timeOf(end)];
}

class Format {
  #settings;
  #bound;

  constructor(locales, options) { this.#settings = dateSettings(locales, options); }

  static supportedLocalesOf(locales, options) { return supportedLocales("DateTimeFormat", locales, options); }

  get format() {
    const settings = Format.#of(this, "get Intl.DateTimeFormat.prototype.format");
    return (this.#bound ??= { format: (date) => formatTime(timeOf(date), settings) }.format);
  }

  formatToParts(date) {
    const settings = Format.#of(this, "Intl.DateTimeFormat.prototype.formatToParts");
    return partsOf(settings.items, fieldsOf(timeOf(date), settings), settings);
  }

  formatRange(start, end) {
    const settings = Format.#of(this, "Intl.DateTimeFormat.prototype.formatRange");
    return text(dateRangeParts(...ends(start, end), settings));
  }

  formatRangeToParts(start, end) {
    const settings = Format.#of(this, "Intl.DateTimeFormat.prototype.formatRangeToParts");
    return dateRangeParts(...ends(start, end), settings);
  }

  resolvedOptions() {
    const of = Format.#of(this, "Intl.DateTimeFormat.prototype.resolvedOptions");
    return defined({
      locale: of.locale, calendar: of.calendar, numberingSystem: of.numberingSystem, timeZone: of.timeZone,
      hourCycle: of.hourCycle, hour12: of.hour12, ...of.components, dateStyle: of.dateStyle, timeStyle: of.timeStyle,
    });
  }

  static #of(object, method) {
    if (typeof object === "object" && object !== null && #settings in object) return object.#settings;
    throw incompatible(method, object);
  }
}

export const DateTimeFormat = callable(Format, "DateTimeFormat");
