// Values as text for people, as Node's util.inspect shows them: nesting to a depth of 2, one line where it fits.
// Never throws for a value it cannot look into and never calls a getter, but those of the platform's own objects
// (platform_shape.js). Knows nothing of consoles.

import host from "partyrs:host";
import { isPlatform, platformShape } from "partyrs:platform_shape";

const CUSTOM = Symbol.for("nodejs.util.inspect.custom");
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
/** Characters a line may hold, levels an object on one line may contain, elements shown of a list: Node's. */
const LINE = 80;
const COMPACT_LEVELS = 3;
const ELEMENTS_MAX = 100;
const STRING_MAX = 10000;

const DEFAULTS = { depth: 2, showHidden: false };

/** `value` as text. Options: depth (null for all), showHidden. */
export function inspect(value, options) {
  return new Inspection({ ...DEFAULTS, ...options }).value(value, 0);
}

inspect.custom = CUSTOM;

class Inspection {
  constructor(options) {
    this.options = options;
    this.depth = options.depth ?? Infinity;
    /** The objects around the one being looked at. */
    this.around = [];
    /** Objects that contain themselves → their number. */
    this.circular = new Map();
    this.indentation = 0;
    /** The level of the object looked at last. */
    this.lastLevel = 0;
  }

  value(value, level) {
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return primitive(value);
    if (this.around.includes(value)) return this.#circular(value);
    const own = this.#custom(value, level);
    return own ?? this.#object(value, level);
  }

  #circular(value) {
    if (!this.circular.has(value)) this.circular.set(value, this.circular.size + 1);
    return `[Circular *${this.circular.get(value)}]`;
  }

  #custom(value, level) {
    const custom = value[CUSTOM];
    if (typeof custom !== "function") return undefined;
    const shown = custom.call(value, this.depth - level, this.options, inspect);
    return typeof shown === "string" ? shown.replaceAll("\n", `\n${" ".repeat(this.indentation)}`) : this.value(shown, level);
  }

  #object(value, level) {
    const shape = describe(value, this);
    const keys = shape.keys ?? keysOf(value, this.options.showHidden, shape.indexed);
    if (shape.text !== undefined && keys.length === 0) return shape.text;
    if (keys.length === 0 && shape.entries === undefined) return `${shape.prefix}${shape.open}${shape.close}`;
    if (level > this.depth) return `[${shape.name}]`;
    this.around.push(value);
    this.lastLevel = level;
    const lines = shape.entries?.call(this, level) ?? [];
    const listed = lines.length;
    for (const key of keys) lines.push(this.#property(value, key, level, shape.indexed));
    this.around.pop();
    const reference = this.circular.get(value);
    const start = `${reference === undefined ? "" : `<ref *${reference}> `}${shape.prefix}${shape.open}`;
    if (lines.length === 0) return `${start}${shape.close}`;
    return this.#joined(start, shape, lines, listed, level);
  }

  #property(object, key, level, indexed) {
    const descriptor = Object.getOwnPropertyDescriptor(object, key) ?? { value: undefined, enumerable: true };
    this.indentation += 2;
    let text;
    if (descriptor.get) text = descriptor.set ? "[Getter/Setter]" : "[Getter]";
    else if (descriptor.set) text = "[Setter]";
    else text = this.value(descriptor.value, level + 1);
    this.indentation -= 2;
    return descriptor.enumerable || typeof key === "symbol" ? this.named(key, text) : `[${key}]: ${text}`;
  }

  /** A property that is shown as `text`. */
  named(key, text) {
    if (typeof key === "symbol") return `[${String(key)}]: ${text}`;
    return `${IDENTIFIER.test(key) ? key : quoted(key)}: ${text}`;
  }

  /** An entry of a collection, one level down. */
  entry(value, level) {
    this.indentation += 2;
    const text = this.value(value, level + 1);
    this.indentation -= 2;
    return text;
  }

  #joined(start, shape, lines, listed, level) {
    const grouped = shape.indexed && lines.length > 6 ? columns(lines, listed, shape.numeric, this.indentation) : lines;
    const base = shape.base ?? "";
    if (this.lastLevel - level < COMPACT_LEVELS && grouped === lines) {
      const length = lines.length + this.indentation + start.length + base.length + 10;
      const total = lines.reduce((sum, line) => sum + line.length, lines.length + length);
      const one = lines.join(", ");
      if (total <= LINE && !one.includes("\n") && !base.includes("\n")) return `${start} ${one} ${shape.close}`;
    }
    const indent = `\n${" ".repeat(this.indentation)}`;
    return `${start}${indent}  ${grouped.join(`,${indent}  `)}${indent}${shape.close}`;
  }
}

/**
 * How an object is shown: `text` when it has no properties to show, else `prefix`, `open`, what `entries` lists,
 * its properties, `close`. `name` stands for it where the nesting is too deep.
 */
function describe(value, inspection) {
  if (typeof value === "function") return braced(functionText(value));
  const { name, tag } = className(value);
  for (const [Class, shape] of SHAPES) {
    if (!(value instanceof Class)) continue;
    try {
      return { name, open: "{", close: "}", prefix: `${name}${tag} `, ...shape(value, name, inspection, tag) };
    } catch {
      // A prototype or an impostor: shown like any object.
      break;
    }
  }
  if (Array.isArray(value)) return arrayShape(value, name);
  if (isPlatform(value)) return { name, open: "{", close: "}", prefix: `${name}${tag} `, ...platformShape(value, name, tag) };
  const full = `${name}${tag}`;
  return { name: full, open: "{", close: "}", prefix: full === "Object" ? "" : `${full} ` };
}

/** Something that is text, with its properties in braces behind it where it has any. */
function braced(text, name = text) {
  return { text, name: name.replace(/^\[|\]$/g, ""), open: "{", close: "}", prefix: `${text} `, base: text };
}

function arrayShape(array, name) {
  return {
    name,
    open: "[",
    close: "]",
    prefix: name === "Array" ? "" : `${name}(${array.length}) `,
    indexed: true,
    numeric: array.every((element) => typeof element === "number" || typeof element === "bigint"),
    entries: array.length === 0 ? undefined : function (level) {
      return listed(this, array, array.length, level);
    },
  };
}

/** The elements of a list, holes counted, the first hundred. */
function listed(inspection, list, length, level) {
  const lines = [];
  let index = 0;
  for (; index < length && lines.length < ELEMENTS_MAX; index++) {
    if (Object.hasOwn(list, index)) {
      lines.push(inspection.entry(list[index], level));
      continue;
    }
    const first = index;
    while (index + 1 < length && !Object.hasOwn(list, index + 1)) index++;
    lines.push(`<${count(index - first + 1, "empty item")}>`);
  }
  if (index < length) lines.push(`... ${count(length - index, "more item")}`);
  return lines;
}

const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** The classes that are shown in a way of their own. */
const SHAPES = [
  [Error, (error, name, inspection) => errorShape(error, name, inspection)],
  [Map, (map, name, _, tag) => ({
    prefix: `${name}(${map.size})${tag} `,
    entries: map.size === 0 ? undefined : function (level) {
      return Array.from(map, ([key, value]) => `${this.entry(key, level)} => ${this.entry(value, level)}`);
    },
  })],
  [Set, (set, name, _, tag) => ({
    prefix: `${name}(${set.size})${tag} `,
    entries: set.size === 0 ? undefined : function (level) {
      return Array.from(set, (value) => this.entry(value, level));
    },
  })],
  [Object.getPrototypeOf(Uint8Array), (view, name) => ({ ...arrayShape(view, name), prefix: `${name}(${view.length}) `, numeric: true })],
  [Date, (date) => braced(Number.isNaN(date.getTime()) ? "Invalid Date" : date.toISOString())],
  [RegExp, (regExp) => braced(RegExp.prototype.toString.call(regExp))],
  [Promise, (promise) => ({
    entries: function (level) {
      const [state, result] = host.promiseState(promise);
      if (state === "pending") return ["<pending>"];
      return [`${state === "rejected" ? "<rejected> " : ""}${this.entry(result, level)}`];
    },
  })],
  [ArrayBuffer, (buffer) => ({
    entries: () => [`[Uint8Contents]: <${hexBytes(buffer)}>`, `byteLength: ${buffer.byteLength}`],
  })],
  [DataView, (view) => ({
    entries: function (level) {
      return [`byteLength: ${view.byteLength}`, `byteOffset: ${view.byteOffset}`, `buffer: ${this.entry(view.buffer, level)}`];
    },
  })],
  [WeakMap, () => ({ entries: () => ["<items unknown>"] })],
  [WeakSet, () => ({ entries: () => ["<items unknown>"] })],
  [WeakRef, () => ({ entries: () => ["<ref>"] })],
  ...[Number, String, Boolean, BigInt, Symbol].map((Box) => [Box, (box) => ({
    ...braced(`[${Box.name}: ${primitive(Box.prototype.valueOf.call(box))}]`),
    keys: Box === String ? Object.keys(box).slice(box.length) : undefined,
  })]),
];

/** The stack under its headline; what else the error carries stands in braces behind it. */
function errorShape(error, name, inspection) {
  const keys = keysOf(error, false, false).filter((key) => key !== "stack" && key !== "message");
  for (const key of ["cause", "errors"]) {
    if (Object.hasOwn(error, key) && !keys.includes(key)) keys.push(key);
  }
  const text = errorText(error).replaceAll("\n", `\n${" ".repeat(inspection.indentation)}`);
  return { ...braced(text), name, keys };
}

/** `Name: message` and the frames, in the user's files. The engine's stack has no headline, V8's has. */
export function errorText(error) {
  const shown = String(error.name ?? "Error");
  const message = String(error.message ?? "");
  const headline = message === "" ? shown : `${shown}: ${message}`;
  const stack = typeof error.stack === "string" ? host.userStack(error.stack).trimEnd() : "";
  if (stack === "") return `[${headline}]`;
  return /^\s+at /.test(stack) ? `${headline}\n${stack}` : stack;
}

function functionText(value) {
  const source = Function.prototype.toString.call(value);
  if (source.startsWith("class") && !Object.getOwnPropertyDescriptor(value, "prototype")?.writable) {
    const parent = Object.getPrototypeOf(value)?.name;
    return `[class ${value.name || "(anonymous)"}${parent ? ` extends ${parent}` : ""}]`;
  }
  const kind = value[Symbol.toStringTag] ?? "Function";
  return value.name ? `[${kind}: ${value.name}]` : `[${kind} (anonymous)]`;
}

/** The class's name, and the tag in brackets where that says something else and is no property of its own. */
function className(value) {
  let name;
  for (let at = value; at !== null && name === undefined; at = Object.getPrototypeOf(at)) {
    const constructor = Object.getOwnPropertyDescriptor(at, "constructor")?.value;
    if (typeof constructor === "function" && constructor.name !== "") name = constructor.name;
  }
  name ??= "[Object: null prototype]";
  const tag = Object.hasOwn(value, Symbol.toStringTag) ? "" : value[Symbol.toStringTag];
  const differs = typeof tag === "string" && tag !== "" && tag !== name;
  return { name, tag: differs ? ` [${tag}]` : "" };
}

/** The keys to show: enumerable ones, symbols too; all with `hidden`; not the indices of a list. */
function keysOf(value, hidden, indexed) {
  const names = hidden ? Object.getOwnPropertyNames(value) : Object.keys(value);
  const keys = indexed ? names.filter((key) => !/^(0|[1-9]\d*)$/.test(key)) : names;
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (hidden || Object.prototype.propertyIsEnumerable.call(value, symbol)) keys.push(symbol);
  }
  return keys;
}

function hexBytes(buffer) {
  const bytes = new Uint8Array(buffer, 0, Math.min(buffer.byteLength, 50));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const more = buffer.byteLength - bytes.length;
  return more > 0 ? `${hex} ... ${count(more, "more byte")}` : hex;
}

function primitive(value) {
  switch (typeof value) {
    case "string": {
      const more = value.length - STRING_MAX;
      return more > 0 ? `${quoted(value.slice(0, STRING_MAX))}... ${count(more, "more character")}` : quoted(value);
    }
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    default:
      return String(value);
  }
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
  const hex = code.toString(16).toUpperCase();
  return code > 0xff ? `\\u${hex}` : `\\x${hex.padStart(2, "0")}`;
}

/** The first `listed` of `lines` in aligned columns, when they are short enough to gain by it. */
function columns(lines, listed, numeric, indentation) {
  const more = lines[listed - 1]?.startsWith("... ") ? 1 : 0;
  const cells = lines.slice(0, listed - more);
  if (lines.some((line) => line.includes("\n"))) return lines;
  const widest = Math.max(...cells.map((cell) => cell.length)) + 2;
  const total = cells.reduce((sum, cell) => sum + cell.length + 2, 0);
  if (widest * 3 + indentation >= LINE || !(total / widest > 5 || widest <= 8)) return lines;
  // About 2.5 times as wide as high, looking at the usual cell more than at the widest.
  const usual = Math.max(widest - 3 - Math.sqrt(widest - total / cells.length), 1);
  const square = Math.round(Math.sqrt(2.5 * usual * cells.length) / usual);
  const across = Math.min(square, Math.floor((LINE - indentation) / widest), COMPACT_LEVELS * 4, 15);
  if (across <= 1) return lines;
  return [...rows(cells, across, numeric), ...lines.slice(listed - more)];
}

function rows(cells, across, numeric) {
  const widths = Array.from({ length: across }, (_, column) => {
    const inColumn = cells.filter((_, index) => index % across === column);
    return Math.max(...inColumn.map((cell) => cell.length));
  });
  const result = [];
  for (let from = 0; from < cells.length; from += across) {
    const row = cells.slice(from, from + across);
    const aligned = row.map((cell, column) => {
      const last = column === row.length - 1;
      if (numeric) return cell.padStart(widths[column]);
      return last ? cell : `${cell},`.padEnd(widths[column] + 1);
    });
    result.push(aligned.join(numeric ? ", " : " "));
  }
  return result;
}
