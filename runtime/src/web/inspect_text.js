// Single values as text: primitives, quoted strings, names of properties, bytes, and short lines set in columns.
// With colours as Node's terminal has them, or without. Looks into no object.

const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
/** Shorter strings stay on one line, however little room there is. */
const SPLIT_MIN = 16;
const WITHOUT_COLORS = /\x1b\[\d+m/g;

/** Kind of value → the escapes around it. */
const COLORS = {
  bigint: [33, 39],
  boolean: [33, 39],
  date: [35, 39],
  null: [1, 22],
  number: [33, 39],
  regexp: [31, 39],
  special: [36, 39],
  string: [32, 39],
  symbol: [32, 39],
  undefined: [90, 39],
};

/** What puts the colour of a kind around a text. */
export function styles(colored) {
  if (!colored) return (text) => text;
  return (text, kind) => (COLORS[kind] ? `\x1b[${COLORS[kind][0]}m${text}\x1b[${COLORS[kind][1]}m` : text);
}

export const widthOf = (text, { options }) => (options.colors ? text.replace(WITHOUT_COLORS, "") : text).length;

export const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

export function primitive(value, inspection) {
  const { styled, options } = inspection;
  if (value === null) return styled("null", "null");
  switch (typeof value) {
    case "string":
      return string(value, inspection);
    case "number":
      return styled(separated(Object.is(value, -0) ? "-0" : String(value), options), "number");
    case "bigint":
      return styled(`${separated(String(value), options)}n`, "bigint");
    default:
      return styled(String(value), typeof value);
  }
}

/** Digits in threes, where that was asked for. */
function separated(text, { numericSeparator }) {
  const [, whole, fraction] = /^(-?\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (!numericSeparator || whole === undefined) return text;
  const threes = whole.replace(/\B(?=(\d{3})+$)/g, "_");
  return fraction === undefined ? threes : `${threes}.${fraction.replace(/\d{3}(?=\d)/g, "$&_")}`;
}

/** In quotes; a long one that has several lines is set as the sum of them. */
function string(value, { styled, options, indentation }) {
  const max = options.maxStringLength ?? Infinity;
  const more = value.length > max ? `... ${count(value.length - max, "more character")}` : "";
  const shown = more === "" ? value : value.slice(0, max);
  if (options.compact !== true && shown.length > SPLIT_MIN && shown.length > options.breakLength - indentation - 4) {
    const lines = shown.split(/(?<=\n)/).map((line) => styled(quoted(line), "string"));
    return lines.join(` +\n${" ".repeat(indentation + 2)}`) + more;
  }
  return styled(quoted(shown), "string") + more;
}

export function propertyName(key, enumerable, styled) {
  if (typeof key === "symbol") return `[${styled(String(key), "symbol")}]`;
  if (!enumerable) return `[${key}]`;
  return IDENTIFIER.test(key) ? key : styled(quoted(key), "string");
}

const ESCAPES = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v", "\\": "\\\\" };
const UNSAFE = /[\x00-\x1f\x7f-\x9f\\]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** In single quotes, or in those that need no escape. */
function quoted(text) {
  const quote = ["'", '"', "`"].find((mark) => !text.includes(mark)) ?? "'";
  const escaped = text.replace(UNSAFE, (character) => ESCAPES[character] ?? escape(character.charCodeAt(0)));
  return quote + (text.includes(quote) ? escaped.replaceAll(quote, `\\${quote}`) : escaped) + quote;
}

function escape(code) {
  return code > 0xff ? `\\u${code.toString(16)}` : `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
}

export function hexBytes(buffer) {
  const bytes = new Uint8Array(buffer, 0, Math.min(buffer.byteLength, 50));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const more = buffer.byteLength - bytes.length;
  return more > 0 ? `${hex} ... ${count(more, "more byte")}` : hex;
}

/** The first `listed` of `lines` in aligned columns, when they are short enough to gain by it. */
export function columns(lines, listed, numeric, inspection) {
  const { indentation, levels, options: { breakLength } } = inspection;
  const more = lines[listed - 1]?.startsWith("... ") ? 1 : 0;
  const cells = lines.slice(0, listed - more);
  if (cells.length === 0 || lines.some((line) => line.includes("\n"))) return lines;
  const widths = cells.map((cell) => widthOf(cell, inspection));
  const widest = Math.max(...widths) + 2;
  const total = widths.reduce((sum, width) => sum + width + 2, 0);
  if (widest * 3 + indentation >= breakLength || !(total / widest > 5 || widest <= 8)) return lines;
  // About 2.5 times as wide as high, looking at the usual cell more than at the widest.
  const usual = Math.max(widest - 3 - Math.sqrt(widest - total / cells.length), 1);
  const square = Math.round(Math.sqrt(2.5 * usual * cells.length) / usual);
  const across = Math.min(square, Math.floor((breakLength - indentation) / widest), levels * 4, 15);
  if (across <= 1) return lines;
  return [...rows(cells, widths, across, numeric), ...lines.slice(listed - more)];
}

function rows(cells, widths, across, numeric) {
  const columnWidths = Array.from({ length: across }, (_, column) =>
    Math.max(...widths.filter((_, index) => index % across === column)));
  const result = [];
  for (let from = 0; from < cells.length; from += across) {
    const row = cells.slice(from, from + across);
    const aligned = row.map((cell, column) => {
      const blanks = " ".repeat(columnWidths[column] - widths[from + column]);
      if (numeric) return blanks + cell;
      return column === row.length - 1 ? cell : `${cell},${blanks}`;
    });
    result.push(aligned.join(numeric ? ", " : " "));
  }
  return result;
}
