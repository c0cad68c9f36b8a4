// The names of time zones: CLDR's names of metazones and zones, places, and offsets from Greenwich.

import host from "partyrs:host";
import { fill, section, supplement } from "partyrs:intl/data";
import { regionOf } from "partyrs:intl/locales";
import { inDigits } from "partyrs:intl/numbering";

/** CLDR's name for the zone `name`, however it is written; undefined if there is none. */
export function canonicalZone(name) {
  const found = host.intlZone(name);
  if (found === undefined) return undefined;
  const { aliases } = supplement("zones");
  const zone = aliases[found] ?? found;
  return /^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal|Greenwich|GMT[+-]?0)$/.test(zone) ? "UTC" : zone;
}

/** [seconds east of Greenwich, whether it is summer time] of `zone` at `time` in milliseconds. */
export const offsetAt = (zone, time) => (zone === "UTC" ? [0, 0] : host.intlOffset(zone, time));

const two = (value) => String(value).padStart(2, "0");

/** "GMT+1", or "GMT+01:00" in the long form. */
function greenwich(names, seconds, long, system) {
  const [plus, minus] = names.hour.split(";");
  const total = Math.abs(seconds);
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  let pattern = seconds >= 0 ? plus : minus;
  const separator = pattern.match(/H([^Hm]*)m/)?.[1] ?? ":";
  const digits = (text) => inDigits(text, system);
  const hour = long ? two(hours) : String(hours);
  // Whole hours end the text in the short form.
  if (!long && !minutes && !rest) pattern = pattern.replace(/H+[^Hm]*mm.*$/, digits(hour));
  else pattern = pattern.replace(/H+[^Hm]*mm/, digits(hour) + separator + digits(two(minutes)) + (rest ? separator + digits(two(rest)) : ""));
  return fill(names.gmt, pattern);
}

/** The metazone that `zone` uses at `time`. */
function metazoneAt(zone, time) {
  // Local mean time, before there were zones.
  if (offsetAt(zone, time)[0] % 60 !== 0) return undefined;
  const instant = (text) => Date.parse(`${text.replace(" ", "T")}Z`);
  for (const [name, from, to] of supplement("zones").uses[zone] ?? []) {
    if ((from === null || time >= instant(from)) && (to === null || time < instant(to))) return name;
  }
}

/** The place that stands for `zone`: its country if it is the country's only or main zone, else its city. */
function place(zone, data, names) {
  const { regions, primary } = supplement("zones");
  const region = regions[zone];
  const city = names.zones[zone]?.city ?? zone.split("/").at(-1).replaceAll("_", " ");
  if (!region || region === "001") return city;
  const only = primary[region] ? primary[region] === zone : Object.values(regions).filter((one) => one === region).length === 1;
  return only ? section(data, "names").region.long?.[region] ?? region : city;
}

const DAY_MS = 86400000;

/** Whether `zone` keeps one kind of time from half a year before `time` to half a year after. */
function steady(zone, time) {
  const [, summer] = offsetAt(zone, time);
  return [-184, -92, 92, 184].every((days) => offsetAt(zone, time + days * DAY_MS)[1] === summer);
}

/** A name that tells summer time and standard time apart (`z`), or undefined. */
function specific(zone, time, width, names) {
  const kind = offsetAt(zone, time)[1] ? "daylight" : "standard";
  const metazone = metazoneAt(zone, time);
  return names.zones[zone]?.[width]?.[kind] ?? names.metazones[metazone]?.[width]?.[kind];
}

/** A name for summer and winter together (`v`). */
function generic(zone, time, width, names, data) {
  const own = names.zones[zone]?.[width]?.generic;
  if (own) return own;
  const metazone = metazoneAt(zone, time);
  const of = names.metazones[metazone]?.[width];
  if (!of) return undefined;
  let name = of.generic;
  if (!offsetAt(zone, time)[1] && steady(zone, time) && of.standard) name = of.standard;
  if (!name) return undefined;
  // Where the region's own zone keeps another time just now, the place is added.
  const golden = supplement("zones").golden[metazone];
  const reference = golden?.[regionOf(data)] ?? golden?.["001"];
  if (!reference || reference === zone || offsetAt(reference, time)[0] === offsetAt(zone, time)[0]) return name;
  return fill(names.fallback, place(zone, data, names), name);
}

/** The text of the pattern letter `letter` of `width` for `zone` at `time`. */
export function zoneName(letter, width, zone, time, data, system) {
  const names = section(data, "zones");
  const long = width === 4;
  const fallback = () => greenwich(names, offsetAt(zone, time)[0], long, system);
  const cldr = zone === "UTC" ? "Etc/UTC" : zone;
  if (letter === "z") return specific(cldr, time, long ? "long" : "short", names) ?? fallback();
  if (letter !== "v") return fallback();
  const name = generic(cldr, time, long ? "long" : "short", names, data);
  if (name !== undefined) return name;
  if (!supplement("zones").regions[zone] || supplement("zones").regions[zone] === "001") return fallback();
  return fill(names.region[0], place(zone, data, names));
}
