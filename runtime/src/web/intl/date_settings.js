// The options of Intl.DateTimeFormat, and the pattern they come to (ECMA-402 with V8's reading of it).

import { CALENDARS, calendarData, calendarOf, isCalendar } from "partyrs:intl/calendars";
import { section, supplement } from "partyrs:intl/data";
import { hourLetter, items, withHour } from "partyrs:intl/date_pattern";
import { canonicalList, regionOf, resolve } from "partyrs:intl/locales";
import { numberingKey, numberingOf, symbolsOf } from "partyrs:intl/numbering";
import { booleanOption, coerceOptions, matcherOption, numberOption, textOption, typeOption } from "partyrs:intl/options";
import { PatternGenerator, skeletonText } from "partyrs:intl/pattern_generator";
import { canonicalZone } from "partyrs:intl/zone_names";

const OWNER = "Intl.DateTimeFormat";
const STYLES = ["full", "long", "medium", "short"];
const CYCLES = { h11: "K", h12: "h", h23: "H", h24: "k" };
const LETTERS = { K: "h11", h: "h12", H: "h23", k: "h24" };

/** Option → what its values add to a skeleton. In the order in which the options are read. */
const COMPONENTS = {
  weekday: { narrow: "EEEEE", long: "EEEE", short: "EEE" },
  era: { narrow: "GGGGG", long: "GGGG", short: "GGG" },
  year: { "2-digit": "yy", numeric: "y" },
  month: { narrow: "MMMMM", long: "MMMM", short: "MMM", "2-digit": "MM", numeric: "M" },
  day: { "2-digit": "dd", numeric: "d" },
  dayPeriod: { narrow: "BBBBB", long: "BBBB", short: "B" },
  hour: { "2-digit": "jj", numeric: "j" },
  minute: { "2-digit": "mm", numeric: "m" },
  second: { "2-digit": "ss", numeric: "s" },
  timeZoneName: { long: "zzzz", short: "z", longOffset: "OOOO", shortOffset: "O", longGeneric: "vvvv", shortGeneric: "v" },
};
const DATE = ["weekday", "year", "month", "day"];
const TIME = ["dayPeriod", "hour", "minute", "second", "fractionalSecondDigits"];

/** The hour letter that people use where `data` is spoken. */
function ownHour(data) {
  const { hours } = supplement("habits");
  const region = regionOf(data);
  const [preferred] = hours[`${data.split("-")[0]}-${region}`] ?? hours[region] ?? hours["001"];
  return preferred;
}

/** The hour cycle's letter that the options and the tag ask for; undefined for the locale's own. */
function askedHour(hour12, hourCycle, data) {
  if (hour12 === undefined) return hourCycle && CYCLES[hourCycle];
  const own = ownHour(data);
  const japan = regionOf(data) === "JP";
  if (hour12) return own === "h" || own === "K" ? own : japan ? "K" : "h";
  return own === "H" || own === "k" ? own : "H";
}

function readZone(options) {
  const value = options.timeZone;
  if (value === undefined) return "UTC";
  const zone = canonicalZone(String(value));
  if (zone === undefined) throw new RangeError(`Invalid time zone specified: ${String(value)}`);
  return zone;
}

/** The components that were asked for. */
function readComponents(options) {
  const asked = {};
  for (const [name, values] of Object.entries(COMPONENTS)) {
    if (name === "timeZoneName") asked.fractionalSecondDigits = numberOption(options, "fractionalSecondDigits", 1, 3, undefined);
    asked[name] = textOption(options, name, Object.keys(values), undefined, OWNER);
  }
  return asked;
}

/** The components that count when none of the `required` ones was asked for. */
function addDefaults(asked, required, defaults) {
  const has = (names) => names.some((name) => asked[name] !== undefined);
  const needed = (required !== "time" && has(DATE)) || (required !== "date" && has(TIME));
  if (needed) return;
  if (defaults !== "time") for (const name of ["year", "month", "day"]) asked[name] = "numeric";
  if (defaults !== "date") for (const name of ["hour", "minute", "second"]) asked[name] = "numeric";
}

function skeletonFor(asked, hour) {
  let skeleton = "";
  for (const [name, values] of Object.entries(COMPONENTS)) {
    if (name === "timeZoneName" && asked.fractionalSecondDigits) skeleton += "S".repeat(asked.fractionalSecondDigits);
    if (asked[name] === undefined) continue;
    const letters = values[asked[name]];
    skeleton += name === "hour" && hour ? hour.repeat(letters.length) : letters;
  }
  return skeleton;
}

/** The pattern of `dateStyle` and `timeStyle`. */
function stylePattern(settings, dateStyle, timeStyle, hour) {
  const { names } = settings;
  const date = names.date[STYLES.indexOf(dateStyle)];
  const time = names.time[STYLES.indexOf(timeStyle)];
  let pattern = dateStyle ? date : time;
  if (dateStyle && timeStyle) {
    const glue = names.atTime[STYLES.indexOf(dateStyle)] ?? names.dateTime[STYLES.indexOf(dateStyle)];
    pattern = glue.replace("{0}", time).replace("{1}", date);
  }
  if (!timeStyle || !hour || hourLetter(pattern) === hour) return pattern;
  const skeleton = skeletonText(pattern).replace(/[abB]/g, "").replace(/[hHkK]/g, hour);
  return withHour(settings.generator.best(skeleton), hour);
}

/** The pattern for the components, with hours as they were asked for. */
function componentPattern(settings, asked, hour) {
  const pattern = settings.generator.best(skeletonFor(asked, hour));
  return hour ? withHour(pattern, hour) : pattern;
}

/** What resolvedOptions says of the pattern's components. */
function components(settings, asked) {
  const found = {};
  const text = items(settings.pattern).filter(({ field }) => field).map(({ field, width }) => field.repeat(width)).join(" ");
  for (const [name, values] of Object.entries(COMPONENTS)) {
    if (name === "timeZoneName" && asked.fractionalSecondDigits) found.fractionalSecondDigits = asked.fractionalSecondDigits;
    for (const [value, letters] of Object.entries(values)) {
      const same = {
        weekday: /[Ec]/g, month: /[ML]/g, hour: /[hHkK]/g,
      }[name];
      const wanted = name === "hour" ? "h".repeat(letters.length) : letters;
      const have = same ? text.replace(same, name === "weekday" ? "E" : name === "month" ? "M" : "h") : text;
      const padded = ` ${have} `;
      const near = { era: /G/, dayPeriod: /B/ }[name];
      if (padded.includes(` ${wanted} `) || (value === "short" && near && /^(G|B)+$/.test(wanted) && near.test(text) && !/GGGG|BBBB/.test(text))) {
        found[name] = value;
        break;
      }
    }
  }
  return found;
}

function forbidMixing(asked, dateStyle, timeStyle) {
  if (dateStyle === undefined && timeStyle === undefined) return;
  const given = Object.keys(asked).find((name) => asked[name] !== undefined);
  if (given === undefined) return;
  throw new TypeError(`Can't set option ${given} when ${dateStyle !== undefined ? "dateStyle" : "timeStyle"} is used`);
}

/** What `new Intl.DateTimeFormat(locales, options)` comes to. `required` and `defaults` are `date`, `time` or `any`/`all`. */
export function dateSettings(locales, options, required = "any", defaults = "date") {
  const requested = canonicalList(locales);
  options = coerceOptions(options, OWNER);
  matcherOption(options, OWNER);
  const calendar = typeOption(options, "calendar");
  const system = typeOption(options, "numberingSystem");
  const hour12 = booleanOption(options, "hour12");
  let hourCycle = textOption(options, "hourCycle", Object.keys(CYCLES), undefined, OWNER);
  if (hour12 !== undefined) hourCycle = undefined;
  const { locale, data, values } = resolve(requested, {
    ca: { valid: isCalendar, option: CALENDARS.includes(calendar) ? calendar : undefined },
    hc: { valid: (value) => value in CYCLES, option: hourCycle },
    nu: numberingKey(system),
  });
  const settings = { locale, data, calendar: values.ca ?? calendarOf(data), numberingSystem: values.nu };
  settings.timeZone = readZone(options);
  const asked = readComponents(options);
  textOption(options, "formatMatcher", ["basic", "best fit"], "best fit", OWNER);
  const dateStyle = textOption(options, "dateStyle", STYLES, undefined, OWNER);
  const timeStyle = textOption(options, "timeStyle", STYLES, undefined, OWNER);
  forbidMixing(asked, dateStyle, timeStyle);
  if (timeStyle !== undefined && required === "date") throw new TypeError("Invalid option : timeStyle");
  if (dateStyle !== undefined && required === "time") throw new TypeError("Invalid option : dateStyle");
  settings.numberingSystem ??= numberingOf(data);
  settings.names = calendarData(data, settings.calendar);
  const { decimal } = symbolsOf(data, settings.numberingSystem).symbols;
  const own = ownHour(data);
  settings.generator = new PatternGenerator(settings.names, section(data, "fields"), CYCLES[values.hc] ?? own, decimal);
  const hour = askedHour(hour12, values.hc, data);
  if (dateStyle !== undefined || timeStyle !== undefined) {
    settings.pattern = stylePattern(settings, dateStyle, timeStyle, hour);
    Object.assign(settings, { dateStyle, timeStyle, components: {} });
  } else {
    addDefaults(asked, required, defaults);
    settings.pattern = componentPattern(settings, asked, hour);
    settings.components = components(settings, asked);
  }
  return withHours(settings);
}

/** What the pattern tells of hours. */
function withHours(settings) {
  settings.items = items(settings.pattern);
  settings.shows = {
    minute: settings.items.some(({ field }) => field === "m"),
    second: settings.items.some(({ field }) => field === "s"),
  };
  const letter = hourLetter(settings.pattern);
  if (letter) {
    settings.hourCycle = LETTERS[letter];
    settings.hour12 = letter === "h" || letter === "K";
  }
  return settings;
}
