// What is kept of CLDR that belongs to no one locale.

import { read } from "./source.mjs";
import { UNITS } from "./sections.mjs";

const core = (root, name) => read(root, `cldr-core/supplemental/${name}.json`).supplemental;

/** Which locales there are, and those that go by other names: without their script (`zh-TW`), with a region (`de-DE`). */
function locales(root, all) {
  const likely = core(root, "likelySubtags").likelySubtags;
  const known = new Set(all);
  const aliases = {};
  // A language's main region goes without data of its own: `en-US` is what `en` says.
  for (const locale of read(root, "cldr-core/defaultContent.json").defaultContent) {
    const parent = locale.replace(/-[^-]+$/, "");
    if (!known.has(locale) && known.has(parent)) aliases[locale] = parent;
  }
  for (const locale of [...all, ...Object.keys(aliases)]) {
    const [language, script, region] = locale.split("-");
    if (!region || script.length !== 4) continue;
    const short = `${language}-${region}`;
    const full = likely[short] ?? likely[language]?.replace(/-[^-]+$/, `-${region}`);
    if (!known.has(short) && full === locale) aliases[short] = aliases[locale] ?? locale;
  }
  return { all, aliases };
}

/** The languages' and regions' habits: hours, weeks, calendars. */
function habits(root) {
  const hours = {};
  for (const [key, { _preferred, _allowed }] of Object.entries(core(root, "timeData").timeData)) {
    hours[key.replace("_", "-")] = [_preferred, _allowed.split(" ")];
  }
  const calendars = {};
  for (const [region, of] of Object.entries(core(root, "calendarPreferenceData").calendarPreferenceData)) {
    calendars[region] = typeof of === "string" ? of.split(" ") : of;
  }
  const week = core(root, "weekData").weekData;
  const plainly = (object) => Object.fromEntries(Object.entries(object).filter(([key]) => !key.includes("-alt-")));
  return {
    hours,
    calendars,
    week: { first: plainly(week.firstDay), days: plainly(week.minDays), start: plainly(week.weekendStart), end: plainly(week.weekendEnd) },
  };
}

function dayPeriods(root) {
  const minutes = (text) => {
    const [hour, minute] = text.split(":").map(Number);
    return hour * 60 + minute;
  };
  const result = {};
  for (const [language, rules] of Object.entries(core(root, "dayPeriods").dayPeriodRuleSet)) {
    result[language] = {};
    for (const [name, rule] of Object.entries(rules)) {
      result[language][name] = rule._at ? [minutes(rule._at)] : [minutes(rule._from), minutes(rule._before)];
    }
  }
  return result;
}

/** Zones: canonical name by alias, metazones by zone with their times, a metazone's own zone by region. */
function zones(root) {
  const { metazoneInfo, metazones } = core(root, "metaZones").metaZones;
  const uses = {};
  const walk = (object, path) => {
    for (const [key, value] of Object.entries(object)) {
      const name = path ? `${path}/${key}` : key;
      if (!Array.isArray(value)) walk(value, name);
      else uses[name] = value.map(({ usesMetazone: { _mzone, _from, _to } }) => [_mzone, _from ?? null, _to ?? null]);
    }
  };
  walk(metazoneInfo.timezone, "");
  const golden = {};
  for (const { mapZone } of metazones) (golden[mapZone._other] ??= {})[mapZone._territory] = mapZone._type;
  const aliases = {};
  const regions = {};
  const list = read(root, "cldr-bcp47/bcp47/timezone.json").keyword.u.tz;
  for (const [id, zone] of Object.entries(list)) {
    if (typeof zone !== "object" || zone._deprecated) continue;
    const [canonical, ...others] = zone._alias.split(" ");
    for (const other of others) aliases[other] = canonical;
    const region = zone._region ?? id.slice(0, 2).toUpperCase();
    regions[canonical] = id.length === 5 || zone._region ? region : "001";
  }
  return { aliases, regions, uses, golden, primary: core(root, "primaryZones").primaryZones };
}

function digits(root) {
  const systems = core(root, "numberingSystems").numberingSystems;
  return Object.fromEntries(Object.entries(systems).filter(([, of]) => of._type === "numeric").map(([name, of]) => [name, of._digits]));
}

function currencies(root) {
  const { fractions, region } = core(root, "currencyData").currencyData;
  const places = {};
  for (const [code, of] of Object.entries(fractions)) places[code] = Number(of._digits);
  const codes = new Set();
  for (const list of Object.values(region)) for (const one of list) for (const code of Object.keys(one)) codes.add(code);
  return { places, codes: [...codes].sort() };
}

/** Supplement name → value. */
export function supplements(root, all) {
  return {
    locales: locales(root, all),
    habits: habits(root),
    dayPeriods: dayPeriods(root),
    zones: zones(root),
    digits: digits(root),
    currencies: currencies(root),
    units: UNITS,
    collations: Object.keys(read(root, "cldr-bcp47/bcp47/collation.json").keyword.u.co).filter((key) => !key.startsWith("_")),
  };
}
