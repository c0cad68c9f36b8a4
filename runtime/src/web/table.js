// console.table: rows and columns in a frame of lines.
//
// Standard: Console §1.1.7 leaves the looks open; these are Node's.

import { inspect } from "partyrs:inspect";

const INDEX = "(index)";
const VALUES = "Values";

/** `data` (array, object, Map, Set) as a table; of objects only the given properties when there are any. */
export function table(data, properties) {
  const columns = new Set(properties);
  const rows = [];
  let hasValues = false;
  for (const [index, row] of entries(data)) {
    const isObject = typeof row === "object" && row !== null;
    if (isObject && !properties) for (const key of Object.keys(row)) columns.add(key);
    hasValues ||= !isObject;
    rows.push({ index, row, isObject });
  }
  const head = [INDEX, ...columns, ...(hasValues ? [VALUES] : [])];
  const cells = rows.map(({ index, row, isObject }) => [
    index,
    ...Array.from(columns, (key) => (isObject && Object.hasOwn(row, key) ? cell(row[key]) : "")),
    ...(hasValues ? [isObject ? "" : cell(row)] : []),
  ]);
  return framed([head, ...cells]);
}

function entries(data) {
  if (data instanceof Map) return Array.from(data, ([key, value], index) => [String(index), { Key: key, [VALUES]: value }]);
  if (data instanceof Set) return Array.from(data, (value, index) => [String(index), value]);
  return Object.entries(data);
}

const cell = (value) => inspect(value, { depth: typeof value === "object" && value !== null ? 0 : 2 });

function framed([head, ...rows]) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)) + 2);
  const rule = (left, cross, right) => left + widths.map((width) => "─".repeat(width)).join(cross) + right;
  const line = (row) => `│${row.map((text, column) => centred(text, widths[column])).join("│")}│`;
  return [rule("┌", "┬", "┐"), line(head), rule("├", "┼", "┤"), ...rows.map(line), rule("└", "┴", "┘")].join("\n");
}

function centred(text, width) {
  const left = Math.floor((width - text.length) / 2);
  return " ".repeat(left) + text + " ".repeat(width - text.length - left);
}
