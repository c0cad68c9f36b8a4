// Ranges of moments: CLDR's interval patterns by the greatest field in which the ends differ (ICU's rules).

import { pieces } from "partyrs:intl/data";
import { fieldsOf, partsOf, typeOf } from "partyrs:intl/date_parts";
import { items, patternOf } from "partyrs:intl/date_pattern";
import { skeletonText } from "partyrs:intl/pattern_generator";

const marked = (parts, source) => parts.map((part) => ({ ...part, source }));

/** The greatest field in which two moments differ. */
function difference(one, other) {
  if (one.era !== other.era) return "G";
  if (one.year !== other.year) return "y";
  if (one.month !== other.month) return "M";
  if (one.day !== other.day) return "d";
  if (one.hour < 12 !== other.hour < 12) return "a";
  if (one.hour !== other.hour) return "h";
  if (one.minute !== other.minute) return "m";
  if (one.second !== other.second) return "s";
  return one.milliseconds !== other.milliseconds ? "S" : undefined;
}

const letters = (skeleton) => [...new Set(skeleton)].join("");
const isDate = (letter) => "GyUrMLEcd".includes(letter);

/** Where the second moment of an interval pattern begins: the item whose field was there before. */
function secondStart(list) {
  const seen = new Set();
  for (let i = 0; i < list.length; i += 1) {
    const { field } = list[i];
    if (!field) continue;
    const type = typeOf(field);
    if (seen.has(type)) return i;
    seen.add(type);
  }
  return list.length;
}

/** The interval patterns whose skeleton has the letters of `skeleton`, the nearest widths first. */
function nearest(intervals, skeleton) {
  const plain = (text) => text.replace(/[zO]/g, "v").replace(/k/g, "H").replace(/K/g, "h").replace(/[ab]/g, "");
  const widths = (text) => {
    const found = {};
    for (const letter of plain(text)) found[letter] = (found[letter] ?? 0) + 1;
    return found;
  };
  const wanted = widths(skeleton);
  let best;
  for (const [key, patterns] of Object.entries(intervals)) {
    if (typeof patterns !== "object") continue;
    const own = widths(key);
    if ([...letters(plain(key))].sort().join("") !== [...letters(plain(skeleton))].sort().join("")) continue;
    let far = 0;
    for (const letter in wanted) {
      const step = Math.abs(wanted[letter] - own[letter]);
      const named = (width) => letter === "M" && width > 2;
      far += step + (named(wanted[letter]) !== named(own[letter]) ? 256 : 0);
    }
    if (!best || far < best.far) best = { far, key, patterns, own, wanted };
  }
  return best;
}

/** `pattern` with the widths that were asked for, where CLDR's skeleton has others. */
function adjusted(pattern, { own, wanted }, skeleton) {
  const zone = skeleton.match(/[zOv]+/)?.[0];
  const hour = skeleton.match(/[kK]/)?.[0];
  return patternOf(items(pattern).map((item) => {
    if (!item.field) return item;
    if (item.field === "v" && zone) return { field: zone[0], width: zone.length };
    const key = { L: "M", c: "E" }[item.field] ?? item.field;
    const swapped = hour && (key === "h" || key === "H") ? hour : item.field;
    if (own[key] === undefined || wanted[key] === undefined) return { ...item, field: swapped };
    if (own[key] === wanted[key]) return { ...item, field: swapped };
    // Names change and years are shortened; other numbers keep the pattern's width.
    const name = (key === "E" || (key === "M" && item.width > 2)) && wanted[key] > 2;
    return { field: swapped, width: name || (key === "y" && wanted[key] === 2) ? wanted[key] : item.width };
  }));
}

/** The interval pattern for `skeleton` when `field` differs. */
function intervalPattern(settings, skeleton, field) {
  const found = nearest(settings.names.intervals, skeleton);
  if (!found || found.far >= 256) return undefined;
  const twelve = /[hK]/.test(skeleton);
  const key = field === "h" || field === "a" ? (twelve ? field : "H") : field;
  const pattern = found.patterns[key];
  return pattern && adjusted(pattern, found, skeleton);
}

/** The parts of an interval pattern: what is said twice belongs to one end, the rest to both. */
function intervalParts(pattern, one, other, settings) {
  const list = items(pattern);
  const start = secondStart(list);
  const half = (from, to) => new Set(list.slice(from, to).filter(({ field }) => field).map(({ field }) => typeOf(field)));
  const [first, second] = [half(0, start), half(start)];
  const twice = (item) => item.field && first.has(typeOf(item.field)) && second.has(typeOf(item.field));
  const spans = [];
  for (const [from, to] of [[0, start], [start, list.length]]) {
    const at = list.map((item, index) => (index >= from && index < to && twice(item) ? index : -1)).filter((index) => index >= 0);
    spans.push([at[0], at.at(-1)]);
  }
  return list.flatMap((item, index) => {
    const ends = spans.findIndex(([from, to]) => index >= from && index <= to);
    const source = ends === 0 ? "startRange" : ends === 1 ? "endRange" : "shared";
    return marked(partsOf([item], index < start ? one : other, settings), source);
  });
}

/** Both moments in full, one after the other. */
function inFull(list, one, other, settings) {
  const pattern = settings.names.intervals.intervalFormatFallback;
  return pieces(pattern).flatMap((piece) => {
    if (piece === 0) return marked(partsOf(list, one, settings), "startRange");
    if (piece === 1) return marked(partsOf(list, other, settings), "endRange");
    return [{ type: "literal", value: piece, source: "shared" }];
  });
}

/** Neighbouring literals of one source as one. */
function joined(parts) {
  const result = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.type === "literal" && part.type === "literal" && last.source === part.source) last.value += part.value;
    else result.push(part);
  }
  return result;
}

/** Whether the pattern shows `field` or something smaller. */
function shows(skeleton, field) {
  const order = "GyMdahmsS";
  const smallest = Math.max(...[...skeleton].map((letter) => order.indexOf({ E: "d", H: "h", k: "h", K: "h", B: "a", b: "a", U: "y", r: "y" }[letter] ?? letter)));
  return order.indexOf(field) <= smallest;
}

/** The date's skeleton with the fields above that are needed to tell the ends apart. */
function widened(date, field) {
  let whole = date;
  if (!/[ML]/.test(whole) && /[dEc]/.test(whole) && "GyM".includes(field)) whole = `M${whole}`;
  if (!/[yrU]/.test(whole) && "Gy".includes(field)) whole = `y${whole}`;
  return whole;
}

/** The parts of the range between two times in milliseconds. */
export function dateRangeParts(start, end, settings) {
  const one = fieldsOf(start, settings);
  const other = fieldsOf(end, settings);
  const skeleton = skeletonText(settings.pattern);
  const field = difference(one, other);
  if (field === undefined || (!shows(skeleton, field) && !(isDate(field) && !/[GyMEd]/.test(skeleton)))) {
    return marked(partsOf(settings.items, one, settings), "shared");
  }
  const date = [...skeleton].filter((letter) => isDate(letter)).join("");
  const time = [...skeleton].filter((letter) => !isDate(letter) && letter !== "a").join("");
  if (!time) {
    const whole = widened(date, field);
    const pattern = intervalPattern(settings, whole, field);
    const full = whole === date ? settings.items : items(settings.generator.best(whole));
    return joined(pattern ? intervalParts(pattern, one, other, settings) : inFull(full, one, other, settings));
  }
  if (isDate(field)) {
    const whole = date ? widened(date, field) : "yMd";
    if (whole === date) return joined(inFull(settings.items, one, other, settings));
    const { generator } = settings;
    const clock = date ? generator.best(time) : settings.pattern;
    return joined(inFull(items(generator.glued(whole, generator.best(whole), clock)), one, other, settings));
  }
  const pattern = intervalPattern(settings, time, field);
  if (!pattern) return joined(inFull(settings.items, one, other, settings));
  if (!date) return joined(intervalParts(pattern, one, other, settings));
  const glued = settings.generator.glued(skeleton, settings.generator.best(date), "'\u0000'");
  const [before, after] = glued.split("'\u0000'");
  return joined([
    ...marked(partsOf(items(before), one, settings), "shared"),
    ...intervalParts(pattern, one, other, settings),
    ...marked(partsOf(items(after), one, settings), "shared"),
  ]);
}

