// What each kind of object looks like when it is shown: its name, what is listed of it and between which brackets.
// Objects of the platform have no properties of their own, so what their accessors say is shown: of the classes that
// brand.js marked, and of no others, since a getter of users may do anything.

import host from "partyrs:host";
import { count, hexBytes, primitive } from "partyrs:inspect_text";

const PLATFORM = Symbol.for("partyrs.uncloneable");
/** Accessors that make something when they are asked, or say what others say. */
const UNSHOWN = new Set(["body", "ports", "path", "srcElement"]);

/**
 * How an object is shown: `text` when it has no properties to show, else `prefix`, `open`, what `entries` lists,
 * its properties, `close`. `name` stands for it where the nesting is too deep.
 */
export function describe(value, inspection) {
  const { styled } = inspection;
  if (typeof value === "function") return braced(functionText(value), styled, "special");
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
  const full = `${name}${tag}`;
  const plain = { name: full, open: "{", close: "}", prefix: full === "Object" ? "" : `${full} ` };
  if (value[PLATFORM] === true) return { ...plain, ...platformShape(value, name, tag) };
  const isArguments = Object.prototype.toString.call(value) === "[object Arguments]";
  return isArguments ? { ...plain, prefix: "[Arguments] " } : plain;
}

/** Something that is text, with its properties in braces behind it where it has any. */
function braced(text, styled, kind) {
  const shown = styled(text, kind);
  return { text: shown, name: text.replace(/^\[|\]$/g, ""), open: "{", close: "}", prefix: `${shown} `, base: shown };
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

/** The elements of a list, holes counted, the first of them. */
function listed(inspection, list, length, level) {
  const lines = [];
  let index = 0;
  for (; index < length && lines.length < inspection.elementsMax; index++) {
    if (Object.hasOwn(list, index)) {
      lines.push(inspection.entry(list[index], level));
      continue;
    }
    const first = index;
    while (index + 1 < length && !Object.hasOwn(list, index + 1)) index++;
    lines.push(inspection.styled(`<${count(index - first + 1, "empty item")}>`, "undefined"));
  }
  if (index < length) lines.push(`... ${count(length - index, "more item")}`);
  return lines;
}

/** The first entries of a Map, a Set or what is like one, each as `line` says. */
function collected(inspection, entries, line) {
  const all = Array.from(entries);
  const lines = all.slice(0, inspection.elementsMax).map(line);
  if (lines.length < all.length) lines.push(`... ${count(all.length - lines.length, "more item")}`);
  return lines;
}

const mapEntries = (map) => function (level) {
  return collected(this, map, ([key, value]) => `${this.entry(key, level)} => ${this.entry(value, level)}`);
};

/**
 * What an object of the platform has: entries, or what its accessors say, first its own, with which the party layer
 * describes a connection, then those of its classes, the nearest first.
 */
function platformShape(value, name, tag) {
  const accessors = new Map();
  const keys = keysOf(value, false, false).filter((key) => {
    const { get } = Object.getOwnPropertyDescriptor(value, key);
    if (get && typeof key === "string") accessors.set(key, get);
    return !accessors.has(key);
  });
  for (let at = Object.getPrototypeOf(value); at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    if (!Object.hasOwn(at, PLATFORM)) continue;
    if (Object.hasOwn(at, "entries")) {
      const all = Array.from(at.entries.call(value));
      return { prefix: `${name}(${all.length})${tag} `, entries: all.length === 0 ? undefined : mapEntries(all) };
    }
    for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (get && !UNSHOWN.has(key) && !/^on[a-z]/.test(key) && !accessors.has(key)) accessors.set(key, get);
    }
  }
  if (accessors.size === 0) return {};
  return {
    keys,
    entries(level) {
      return Array.from(accessors, ([key, get]) => `${key}: ${said(this, value, get, level)}`);
    },
  };
}

function said(inspection, value, get, level) {
  let shown;
  try {
    shown = get.call(value);
  } catch {
    return inspection.styled("[Getter]", "special");
  }
  return inspection.entry(shown, level);
}

/** The classes that are shown in a way of their own. */
const SHAPES = [
  [Error, (error, name, inspection) => errorShape(error, name, inspection)],
  [Map, (map, name, _, tag) => ({
    prefix: `${name}(${map.size})${tag} `,
    entries: map.size === 0 ? undefined : mapEntries(map),
  })],
  [Set, (set, name, _, tag) => ({
    prefix: `${name}(${set.size})${tag} `,
    entries: set.size === 0 ? undefined : function (level) {
      return collected(this, set, (value) => this.entry(value, level));
    },
  })],
  [Object.getPrototypeOf(Uint8Array), (view, name) => ({ ...arrayShape(view, name), prefix: `${name}(${view.length}) `, numeric: true })],
  [Date, (date, _, { styled }) => braced(Number.isNaN(date.getTime()) ? "Invalid Date" : date.toISOString(), styled, "date")],
  [RegExp, (regExp, _, { styled }) => braced(RegExp.prototype.toString.call(regExp), styled, "regexp")],
  [Promise, (promise) => ({
    entries(level) {
      const [state, result] = host.promiseState(promise);
      if (state === "pending") return [this.styled("<pending>", "special")];
      return [`${state === "rejected" ? `${this.styled("<rejected>", "special")} ` : ""}${this.entry(result, level)}`];
    },
  })],
  ...[ArrayBuffer, SharedArrayBuffer].map((Class) => [Class, (buffer) => ({
    entries(level) {
      const contents = this.styled("[Uint8Contents]", "special");
      return [`${contents}: <${hexBytes(buffer)}>`, `byteLength: ${this.entry(buffer.byteLength, level)}`];
    },
  })]),
  [DataView, (view) => ({
    entries(level) {
      return ["byteLength", "byteOffset", "buffer"].map((name) => `${name}: ${this.entry(view[name], level)}`);
    },
  })],
  ...[WeakMap, WeakSet].map((Class) => [Class, () => ({
    entries() { return [this.styled("<items unknown>", "special")]; },
  })]),
  [WeakRef, () => ({ entries: () => ["<ref>"] })],
  ...[Number, String, Boolean, BigInt, Symbol].map((Box) => [Box, (box, _, { styled }) => {
    const value = Box.prototype.valueOf.call(box);
    const plain = primitive(value, { styled: (text) => text, indentation: 0, options: { breakLength: Infinity, maxStringLength: null } });
    return {
      ...braced(`[${Box.name}: ${plain}]`, styled, typeof value),
      keys: Box === String ? Object.keys(box).slice(box.length) : undefined,
    };
  }]),
];

/** The stack under its headline; what else the error carries stands in braces behind it. */
function errorShape(error, name, inspection) {
  const text = errorText(error);
  const keys = keysOf(error, false, false).filter((key) => !isSaid(error, key, text));
  for (const key of ["cause", "errors"]) {
    if (Object.hasOwn(error, key) && !keys.includes(key)) keys.push(key);
  }
  const indented = text.replaceAll("\n", `\n${" ".repeat(inspection.indentation)}`);
  return { text: indented, name, prefix: `${indented} `, base: indented, keys };
}

/** Whether the text of an error says what it has at `key`. */
function isSaid(error, key, text) {
  if (key === "stack") return true;
  return (key === "message" || key === "name") && text.includes(String(error[key]));
}

/**
 * `Name: message` and the frames, in the user's files, without those of the platform. The engine's stack has no
 * headline, V8's has.
 */
export function errorText(error) {
  const shown = String(error.name ?? "Error");
  const message = String(error.message ?? "");
  const headline = message === "" ? shown : `${shown}: ${message}`;
  const stack = typeof error.stack === "string" ? host.userStack(error.stack).trimEnd() : "";
  if (stack === "") return `[${headline}]`;
  if (/^\s+at /.test(stack)) return `${headline}\n${stack}`;
  return /\n\s+at /.test(stack) ? stack : `[${stack}]`;
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

/** The class's name, and the tag in brackets where that says something else and is not shown as a property. */
function className(value) {
  let name;
  for (let at = value; at !== null && name === undefined; at = Object.getPrototypeOf(at)) {
    const constructor = Object.getOwnPropertyDescriptor(at, "constructor")?.value;
    if (typeof constructor === "function" && constructor.name !== "") name = constructor.name;
  }
  name ??= "[Object: null prototype]";
  const isShown = Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag);
  const tag = isShown ? "" : value[Symbol.toStringTag];
  const differs = typeof tag === "string" && tag !== "" && tag !== name;
  return { name, tag: differs ? ` [${tag}]` : "" };
}

/** The keys to show: enumerable ones, symbols too; all with `hidden`; not the indices of a list. */
export function keysOf(value, hidden, indexed) {
  const names = hidden ? Object.getOwnPropertyNames(value) : Object.keys(value);
  const keys = indexed ? names.filter((key) => !/^(0|[1-9]\d*)$/.test(key)) : names;
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (hidden || Object.prototype.propertyIsEnumerable.call(value, symbol)) keys.push(symbol);
  }
  return keys;
}
