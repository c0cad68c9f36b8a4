import type { Person } from "./me";

/** Everybody's own colour: the same on all screens, whatever the name is. */
export const hueOf = (person: Person) => hash(person.id) % 360;

/** The colours of somebody's cursor and selection, in the form that y-codemirror reads. */
export function colorsOf(person: Person) {
  // A cursor is drawn again only if its colour has changed: a part too small to see follows the name.
  const hue = hueOf(person) + (hash(person.name) % 1000) / 10_000;
  return {
    color: `light-dark(oklch(0.55 0.15 ${hue}), oklch(0.74 0.13 ${hue}))`,
    colorLight: `light-dark(oklch(0.55 0.15 ${hue} / 0.2), oklch(0.74 0.13 ${hue} / 0.28))`,
  };
}

function hash(text: string) {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  return hash;
}
