// Calendars: which there are, their data, and a day's fields in each. Days are counted by the Gregorian calendar.

import host from "partyrs:host";
import { missing, section, supplement } from "partyrs:intl/data";
import { regionOf } from "partyrs:intl/locales";

/** Calendars that V8 knows; those without data here are named in an error. */
export const CALENDARS = [
  "buddhist", "chinese", "coptic", "dangi", "ethioaa", "ethiopic", "gregory", "hebrew", "indian", "islamic", "islamic-civil",
  "islamic-rgsa", "islamic-tbla", "islamic-umalqura", "iso8601", "japanese", "persian", "roc",
];
const SECTIONS = { gregory: "dates", buddhist: "buddhist", persian: "persian" };

export const isCalendar = (name) => CALENDARS.includes(name);

/** The calendar that people use where `data` is spoken. */
export function calendarOf(data) {
  const { calendars } = supplement("habits");
  const wished = (calendars[regionOf(data)] ?? calendars["001"])[0];
  const name = { gregorian: "gregory", "islamic-civil": "islamic-civil" }[wished] ?? wished;
  return SECTIONS[name] ? name : "gregory";
}

/** The patterns and names of `calendar` in `data`. */
export function calendarData(data, calendar) {
  const name = SECTIONS[calendar];
  const own = name && section(data, name);
  if (!own?.date) throw missing(`the calendar \`${calendar}\` in \`${data}\``);
  if (calendar === "gregory") return own;
  // Days and hours are the same in every calendar.
  const { months, days, periods, time, atTime, available } = section(data, "dates");
  const hours = Object.fromEntries(Object.entries(available).filter(([key]) => /[hHB]/.test(key)));
  return { ...own, months: calendar === "buddhist" ? months : own.months, days, periods, time, atTime, available: { ...own.available, ...hours } };
}

/** { era, year, month, related } of a Gregorian day in `calendar`; `month` counts from 0. */
export function calendarFields(calendar, year, month, day) {
  if (calendar === "persian") {
    const [shown, index, date] = host.intlCalendar(year, month + 1, day);
    return { era: 0, year: shown, month: index - 1, day: date };
  }
  if (calendar === "buddhist") return { era: 0, year: year + 543, month, day };
  return year > 0 ? { era: 1, year, month, day } : { era: 0, year: 1 - year, month, day };
}
