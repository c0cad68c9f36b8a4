// Digits and symbols of a locale in a numbering system.

import { section, supplement } from "partyrs:intl/data";

/** Whether numbers can be written in the system `name`. */
export const isNumbering = (name) => Object.hasOwn(supplement("digits"), name);

/** The locale's own system. */
export const numberingOf = (data) => section(data, "numbers").default;

/** The key `nu` of a constructor: `option` is what its options say. */
export const numberingKey = (option) => ({ valid: isNumbering, option });

/** Patterns and symbols for `system` in `data`; where the locale has none, those of the system's own language. */
export function symbolsOf(data, system) {
  const { systems } = section(data, "numbers");
  if (systems[system]) return systems[system];
  const latin = systems.latn;
  const home = { arab: "ar-EG", arabext: "fa" }[system];
  if (!home) return latin;
  return { ...latin, symbols: { ...section(home, "numbers").systems[system].symbols, nan: latin.symbols.nan } };
}

/** `text` with its ASCII digits in `system`. */
export function inDigits(text, system) {
  if (system === "latn") return text;
  const digits = [...supplement("digits")[system]];
  return text.replace(/\d/g, (digit) => digits[digit]);
}
