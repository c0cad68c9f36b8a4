// How objects of the platform are shown: a Request, its Headers, a connection … What they hold is behind getters of
// the platform's prototypes, so inspecting reads those, and those of the object itself, with which the party layer
// describes a connection. Getters of user classes are not called. What is left out: getters that throw, what is
// undefined, handlers (`onmessage` …) that are not set.
//
// As workerd shows them, without the marks in brackets.

const UNCLONEABLE = Symbol.for("partyrs.uncloneable");
const HANDLER = /^on[a-z]+$/;

/** Whether `brand` (brand.js) has made `value`'s class, or one that it extends, one of the platform. */
export const isPlatform = (value) => value !== globalThis && value[UNCLONEABLE] === true;

/** The shape (inspect.js) of an object for which `isPlatform` holds. */
export function platformShape(value, name, tag) {
  const pairs = pairsOf(value);
  if (pairs !== undefined) {
    return {
      prefix: `${name}(${pairs.length})${tag} `,
      entries(level) {
        return pairs.map(([key, held]) => `${this.entry(key, level)} => ${this.entry(held, level)}`);
      },
    };
  }
  return {
    keys: [],
    entries(level) {
      return properties(value).map(([key, held]) => this.named(key, this.entry(held, level)));
    },
  };
}

/** The pairs that Headers, FormData and URLSearchParams consist of. */
function pairsOf(value) {
  for (const prototype of prototypes(value)) {
    if (!Object.hasOwn(prototype, Symbol.iterator) || !Object.hasOwn(prototype, "entries")) continue;
    try {
      return Array.from(prototype.entries.call(value));
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** `[key, value]` of what there is to show: the object's own, then what its prototypes have getters for. */
function properties(value) {
  const found = new Map();
  for (const key of Object.keys(value)) found.set(key, Object.getOwnPropertyDescriptor(value, key));
  for (const key of Object.getOwnPropertySymbols(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor.enumerable) found.set(key, descriptor);
  }
  for (const prototype of prototypes(value)) {
    for (const key of Object.getOwnPropertyNames(prototype)) {
      const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
      if (descriptor.get && !found.has(key)) found.set(key, descriptor);
    }
  }
  return Array.from(found).flatMap(([key, descriptor]) => {
    try {
      const held = descriptor.get ? descriptor.get.call(value) : descriptor.value;
      return held === undefined || (held === null && HANDLER.test(key)) ? [] : [[key, held]];
    } catch {
      return [];
    }
  });
}

/** The prototypes of the platform that `value` has, the nearest first. */
function* prototypes(value) {
  for (let at = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, UNCLONEABLE)) yield at;
  }
}
