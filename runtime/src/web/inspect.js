// Values as text for people, as Node's util.inspect shows them: nesting to a depth of 2, one line where it fits.
// Never throws for a value it cannot look into and calls no getter of users that it was not told to. What a kind of
// object looks like is inspect_shapes.js, a single value inspect_text.js. Knows nothing of consoles.

import { describe, keysOf } from "partyrs:inspect_shapes";
import { columns, primitive, propertyName, styles, widthOf } from "partyrs:inspect_text";

const CUSTOM = Symbol.for("nodejs.util.inspect.custom");

/** Node's: characters a line may hold, levels an object on one line may contain, elements shown of a list. */
const DEFAULTS = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
};

/**
 * `value` as text, with Node's options; showProxy shows nothing else, as the engine keeps what is behind a
 * proxy, and what does not fit on a line with `compact: true` is set as without it.
 */
export function inspect(value, options, ...legacy) {
  const given = typeof options === "object" && options !== null ? options : legacyOptions([options, ...legacy]);
  return new Inspection({ ...DEFAULTS, ...inspect.defaultOptions, ...given }).value(value, 0);
}

inspect.custom = CUSTOM;
inspect.defaultOptions = { ...DEFAULTS };

/** `inspect(value, showHidden, depth, colors)`, as it once was. */
function legacyOptions([showHidden, depth, colors]) {
  const given = { showHidden, depth, colors };
  for (const name in given) if (given[name] === undefined) delete given[name];
  return given;
}

class Inspection {
  constructor(options) {
    const styled = styles(options.colors);
    this.options = { ...options, stylize: styled };
    this.styled = styled;
    this.depth = options.depth ?? Infinity;
    this.elementsMax = options.maxArrayLength ?? Infinity;
    /** Levels that may share a line: `compact` may be told with a Boolean. */
    this.levels = options.compact === true ? Infinity : Number(options.compact);
    /** The objects around the one being looked at. */
    this.around = [];
    /** Objects that contain themselves → their number. */
    this.circular = new Map();
    this.indentation = 0;
    /** The level of the object looked at last. */
    this.lastLevel = 0;
  }

  value(value, level) {
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return primitive(value, this);
    if (this.around.includes(value)) return this.#circular(value);
    const own = this.options.customInspect ? this.#custom(value, level) : undefined;
    return own ?? this.#object(value, level);
  }

  #circular(value) {
    if (!this.circular.has(value)) this.circular.set(value, this.circular.size + 1);
    return this.styled(`[Circular *${this.circular.get(value)}]`, "special");
  }

  #custom(value, level) {
    const custom = value[CUSTOM];
    if (typeof custom !== "function" || custom === inspect) return undefined;
    const shown = custom.call(value, this.depth - level, this.options, inspect);
    return typeof shown === "string" ? shown.replaceAll("\n", `\n${" ".repeat(this.indentation)}`) : this.value(shown, level);
  }

  #object(value, level) {
    const shape = describe(value, this);
    const keys = shape.keys ?? keysOf(value, this.options.showHidden, shape.indexed);
    if (shape.text !== undefined && keys.length === 0) return shape.text;
    if (keys.length === 0 && shape.entries === undefined) return `${shape.prefix}${shape.open}${shape.close}`;
    if (level > this.depth) return this.styled(`[${shape.name}]`, "special");
    this.around.push(value);
    this.lastLevel = level;
    const lines = shape.entries?.call(this, level) ?? [];
    const listed = lines.length;
    const properties = keys.map((key) => this.#property(value, key, level));
    this.around.pop();
    lines.push(...this.#sorted(properties));
    const reference = this.circular.get(value);
    const mark = reference === undefined ? "" : `${this.styled(`<ref *${reference}>`, "special")} `;
    const start = `${mark}${shape.prefix}${shape.open}`;
    if (lines.length === 0) return `${start}${shape.close}`;
    return this.#joined(start, shape, lines, listed, level);
  }

  #sorted(properties) {
    const { sorted } = this.options;
    return sorted ? properties.sort(sorted === true ? undefined : sorted) : properties;
  }

  #property(object, key, level) {
    const descriptor = Object.getOwnPropertyDescriptor(object, key) ?? { value: undefined, enumerable: true };
    this.indentation += 2;
    let text;
    if (descriptor.get) text = this.#getter(object, descriptor, level);
    else if (descriptor.set) text = this.styled("[Setter]", "special");
    else text = this.value(descriptor.value, level + 1);
    this.indentation -= 2;
    return `${propertyName(key, descriptor.enumerable, this.styled)}: ${text}`;
  }

  /** What a getter says, when it was asked for; else that there is one. */
  #getter(object, { get, set }, level) {
    const { getters } = this.options;
    const kind = set ? "Getter/Setter" : "Getter";
    const special = (text) => this.styled(text, "special");
    if (!(getters === true || getters === (set ? "set" : "get"))) return special(`[${kind}]`);
    let value;
    try {
      value = get.call(object);
    } catch (error) {
      return special(`[${kind}: <Inspection threw (${error?.message})>]`);
    }
    if (typeof value !== "object" || value === null) {
      return `${special(`[${kind}:`)} ${primitive(value, this)}${special("]")}`;
    }
    return `${special(`[${kind}]`)} ${this.value(value, level + 1)}`;
  }

  /** An entry of a collection, one level down. */
  entry(value, level) {
    this.indentation += 2;
    const text = this.value(value, level + 1);
    this.indentation -= 2;
    return text;
  }

  #joined(start, shape, lines, listed, level) {
    const { breakLength } = this.options;
    const grouped = shape.indexed && lines.length > 6 && this.levels >= 1 ? columns(lines, listed, shape.numeric, this) : lines;
    const base = shape.base ?? "";
    if (this.lastLevel - level < this.levels && grouped === lines) {
      const room = this.levels === Infinity ? 0 : lines.length + this.indentation + start.length + base.length + 10;
      const total = lines.reduce((sum, line) => sum + widthOf(line, this), lines.length + room);
      const one = lines.join(", ");
      if (total <= breakLength && !one.includes("\n") && !base.includes("\n")) return `${start} ${one} ${shape.close}`;
    }
    const indent = `\n${" ".repeat(this.indentation)}`;
    return `${start}${indent}  ${grouped.join(`,${indent}  `)}${indent}${shape.close}`;
  }
}

export { errorText } from "partyrs:inspect_shapes";
