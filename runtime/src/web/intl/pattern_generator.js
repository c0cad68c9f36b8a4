// The best pattern for a set of date fields: ICU's matching of a skeleton (`yMMMd`) with what CLDR lists as
// available, where each difference has a weight, missing fields are appended and widths adjusted.

import { fill } from "partyrs:intl/data";
import { items, patternOf } from "partyrs:intl/date_pattern";

// Fields in ICU's order.
const MONTH = 3, WEEKDAY = 6, PERIOD = 10, HOUR = 11, MINUTE = 12, SECOND = 13, FRACTION = 14, YEAR = 1, COUNT = 16;
const APPEND = ["Era", "Year", "Quarter", "Month", "Week", "", "Day-Of-Week", "", "", "Day", "", "Hour", "Minute", "Second", "", "Timezone"];
const NAMES = ["era", "year", "quarter", "month", "week", "", "weekday", "", "", "day", "dayperiod", "hour", "minute", "second", "", "zone"];

const NUMERIC = 0x100, NARROW = -0x101, SHORTER = -0x102, SHORT = -0x103, LONG = -0x104, STEP = 0x10;
const EXTRA = 0x10000, MISSING = 0x1000;

// Letter → [field, [least width, type], …]; a positive type is numeric and grows with the width.
const named = (shift, ...more) => [[1, SHORT + shift], [4, LONG + shift], [5, NARROW + shift], ...more];
const numericOrNamed = (shift) => [[1, NUMERIC + Math.abs(shift)], [3, SHORT + shift], [4, LONG + shift], [5, NARROW + shift]];
const weekday = (shift) => [[3, SHORT + shift], [4, LONG + shift], [5, NARROW + shift], [6, SHORTER + shift]];
const number = (shift) => [[1, NUMERIC + shift * STEP]];
const LETTERS = {
  G: [0, ...named(0)],
  y: [YEAR, ...number(0)], Y: [YEAR, ...number(1)], u: [YEAR, ...number(2)], r: [YEAR, ...number(3)], U: [YEAR, ...named(0)],
  Q: [2, ...numericOrNamed(0)], q: [2, ...numericOrNamed(-STEP)],
  M: [MONTH, ...numericOrNamed(0)], L: [MONTH, ...numericOrNamed(-STEP)],
  w: [4, ...number(0)], W: [5, ...number(0)],
  E: [WEEKDAY, ...named(0, [6, SHORTER])],
  c: [WEEKDAY, [1, NUMERIC + 2 * STEP], ...weekday(-2 * STEP)],
  e: [WEEKDAY, [1, NUMERIC + STEP], ...weekday(-STEP)],
  D: [7, ...number(0)], F: [8, ...number(0)], d: [9, ...number(0)],
  a: [PERIOD, ...named(0)], b: [PERIOD, ...named(-STEP)], B: [PERIOD, ...named(-3 * STEP)],
  H: [HOUR, ...number(10)], k: [HOUR, ...number(11)], h: [HOUR, ...number(0)], K: [HOUR, ...number(1)],
  m: [MINUTE, ...number(0)], s: [SECOND, ...number(0)], S: [FRACTION, ...number(0)],
  v: [15, [1, SHORT - 2 * STEP], [4, LONG - 2 * STEP]], z: [15, [1, SHORT], [4, LONG]],
  O: [15, [1, SHORT - STEP], [4, LONG - STEP]],
};
const CANONICAL = [..."GyQMwWEDFdaHmsSv"];

/** Which of a letter's rows `width` falls into. */
function rowOf({ field, width }) {
  const rows = LETTERS[field];
  if (!rows) return undefined;
  let best = rows[1];
  for (const row of rows.slice(1)) if (row[0] <= width) best = row;
  return { index: rows[0], least: best[0], type: best[1] > 0 ? best[1] + width : best[1], numeric: best[1] > 0 };
}

/** What a skeleton asks for, by field. */
function skeletonOf(pattern) {
  const skeleton = { types: new Array(COUNT).fill(0), fields: new Array(COUNT), bases: new Array(COUNT).fill("") };
  const set = (item) => {
    const row = rowOf(item);
    if (!row) return;
    skeleton.types[row.index] = row.type;
    skeleton.fields[row.index] = item;
    skeleton.bases[row.index] = item.field.repeat(row.least);
  };
  for (const item of items(pattern)) if (item.field) set(item);
  const { fields } = skeleton;
  if (fields[MINUTE] && fields[FRACTION] && !fields[SECOND]) set({ field: "s", width: 1 });
  // The half of the day belongs to hours up to twelve and to no others.
  const hour = fields[HOUR]?.field;
  if (hour === "h" || hour === "K") {
    if (!fields[PERIOD]) set({ field: "a", width: 1 });
  } else if (hour) {
    skeleton.types[PERIOD] = 0;
    fields[PERIOD] = undefined;
    skeleton.bases[PERIOD] = "";
  }
  skeleton.base = skeleton.bases.join("");
  skeleton.key = fields.map((item) => (item ? item.field.repeat(item.width) : "")).join("");
  return skeleton;
}

/** How far the fields of `mask` in `wanted` are from `offered`. */
function distance(wanted, offered, mask) {
  let sum = 0;
  let missing = 0;
  let extra = 0;
  for (let i = 0; i < COUNT; i += 1) {
    const mine = mask & (1 << i) ? wanted.types[i] : 0;
    const other = offered.types[i];
    if (mine === other) continue;
    if (mine === 0) {
      sum += EXTRA;
      extra |= 1 << i;
    } else if (other === 0) {
      sum += MISSING;
      missing |= 1 << i;
    } else sum += Math.abs(mine - other);
  }
  return { sum, missing, extra };
}

export class PatternGenerator {
  #entries = [];
  #data;
  #names;
  #hour;
  #decimal;

  /** `data` is a calendar's section, `names` the fields', `hour` the locale's own hour letter. */
  constructor(data, names, hour, decimal) {
    this.#data = data;
    this.#names = names;
    this.#hour = hour;
    this.#decimal = decimal;
    for (const letter of CANONICAL) this.#add(letter, undefined);
    for (let i = 0; i < 4; i += 1) {
      this.#add(data.date[i], undefined);
      this.#add(data.time[i], undefined);
    }
    for (const [skeleton, pattern] of Object.entries(data.available)) this.#add(pattern, skeleton);
    const rank = ({ skeleton }) => skeleton.base.charCodeAt(0);
    this.#entries.sort((one, other) => rank(one) - rank(other));
  }

  #add(pattern, given) {
    const skeleton = skeletonOf(given ?? pattern);
    if (!skeleton.base) return;
    const specified = given !== undefined;
    if (!specified && this.#entries.some((entry) => entry.skeleton.base === skeleton.base)) return;
    const same = this.#entries.find((entry) => entry.skeleton.key === skeleton.key);
    if (!same) this.#entries.push({ pattern, skeleton, specified });
    else if (!same.specified) Object.assign(same, { pattern, skeleton, specified });
  }

  #best(wanted, mask) {
    let best;
    for (const entry of this.#entries) {
      const found = distance(wanted, entry.skeleton, mask);
      if (best && (found.sum > best.sum || (found.sum === best.sum && best.missing >= found.missing))) continue;
      best = { ...found, entry };
      if (found.sum === 0) break;
    }
    return best;
  }

  /** The pattern for `skeleton`, in which `j` is the locale's own hour. */
  best(skeleton) {
    const hour = this.#hour;
    const wanted = skeletonOf(skeleton.replace(/j+/, (all) => hour.repeat(all.length)));
    const whole = this.#best(wanted, -1);
    if (!whole.missing && !whole.extra) return this.#adjusted(whole.entry.pattern, whole.entry, wanted);
    const mask = wanted.types.reduce((sum, type, index) => (type ? sum | (1 << index) : sum), 0);
    const dates = (1 << PERIOD) - 1;
    const date = this.#appended(wanted, mask & dates);
    const time = this.#appended(wanted, mask & ~dates);
    if (!date) return time ?? "";
    if (!time) return date;
    return this.glue(wanted, date, time);
  }

  /** Date and time as one pattern, in the manner of the month's width. */
  glue(wanted, date, time) {
    const month = wanted.fields[MONTH]?.width;
    const style = month === 4 ? (wanted.fields[WEEKDAY] ? 0 : 1) : month === 3 ? 2 : 3;
    return fill(this.#data.atTime[style] ?? this.#data.dateTime[style], time, date);
  }

  glued(skeleton, date, time) { return this.glue(skeletonOf(skeleton), date, time); }

  #appended(wanted, mask) {
    if (!mask) return undefined;
    let found = this.#best(wanted, mask);
    let pattern = this.#adjusted(found.entry.pattern, found.entry, wanted);
    let last = 0;
    while (found.missing && found.missing !== last) {
      const fraction = (1 << FRACTION) | (1 << SECOND);
      if ((found.missing & fraction) === 1 << FRACTION && (mask & fraction) === fraction) {
        pattern = this.#withFraction(pattern, wanted);
        found = { ...found, missing: found.missing & ~(1 << FRACTION) };
        continue;
      }
      last = found.missing;
      const next = this.#best(wanted, found.missing);
      const more = this.#adjusted(next.entry.pattern, next.entry, wanted);
      const top = 31 - Math.clz32(found.missing & ~next.missing);
      const format = this.#data.append[APPEND[top]];
      if (format) pattern = fill(format, pattern, more, `'${(this.#names[NAMES[top]]?.name ?? "").replaceAll("'", "''")}'`);
      found = next;
    }
    return pattern;
  }

  #withFraction(pattern, wanted) {
    const { width } = wanted.fields[FRACTION];
    return patternOf(items(pattern).flatMap((item) =>
      item.field === "s" ? [item, { text: this.#decimal }, { field: "S", width }] : [item]));
  }

  /** `pattern` with the widths that were asked for, where that is the asker's choice. */
  #adjusted(pattern, entry, wanted) {
    return patternOf(items(pattern).map((item) => {
      const row = item.field && rowOf(item);
      const asked = row && wanted.fields[row.index];
      if (!asked) return item;
      const { index } = row;
      let width = asked.field === "E" && asked.width < 3 ? 3 : asked.width;
      if (index === MINUTE || index === SECOND) width = item.width;
      else if (entry.specified) {
        const given = entry.skeleton.fields[index];
        const numeric = entry.skeleton.types[index] > 0;
        const length = given?.field === "E" && given.width < 3 ? 3 : given?.width ?? 0;
        if (length === width || row.numeric !== numeric) width = item.width;
      }
      const keeps = index === HOUR || index === MONTH || index === WEEKDAY || (index === YEAR && asked.field !== "Y");
      return { field: index === HOUR ? this.#hourFor(asked.field, item.field) : keeps ? item.field : asked.field, width };
    }));
  }

  #hourFor(asked, found) {
    const own = this.#hour;
    if (asked === own) return own;
    const swap = { hK: "K", Hk: "k", kH: "H", Kh: "h" }[asked + own];
    return swap ?? found;
  }
}

/** The skeleton of a pattern: its fields in canonical order. */
export function skeletonText(pattern) {
  const { fields } = skeletonOf(pattern);
  return fields.map((item) => (item ? canonicalLetter(item.field).repeat(item.width) : "")).join("");
}

const canonicalLetter = (letter) => ({ L: "M", c: "E", e: "E" })[letter] ?? letter;
