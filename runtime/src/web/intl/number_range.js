// Ranges of numbers: which parts the two ends share, and what is said when they look the same (ICU's rules).

import host from "partyrs:host";
import { pieces, section } from "partyrs:intl/data";
import { analysed, hasOuter, joined, numberParts, withOuter } from "partyrs:intl/number_parts";
import { symbolsOf } from "partyrs:intl/numbering";

const text = (parts) => parts.map((part) => part.value).join("");
const marked = (parts, source) => parts.map((part) => ({ ...part, source }));

/** The parts of the range from `start` to `end`, which are decimals. */
export function rangeParts(start, end, settings) {
  const system = symbolsOf(settings.data, settings.numberingSystem);
  if (text(numberParts(start, settings)) === text(numberParts(end, settings))) {
    return marked(numberParts(start, settings, system.symbols.approximatelySign ?? "~"), "shared");
  }
  const one = analysed(start, settings);
  const other = analysed(end, settings);
  // Affixes are said once if they are the same and more than one sign long.
  const around = text(one.prefix) + text(one.suffix);
  const same = text(one.prefix) === text(other.prefix) && text(one.suffix) === text(other.suffix);
  const once = same && [...around].length > 1;
  const scientific = [one, other].some(({ digits }) => digits.some((part) => part.type === "exponentSeparator"));
  const repeats = scientific || (!once && (around !== "" || !same));
  const side = ({ prefix, digits, suffix }, source) => marked(once ? digits : [...prefix, ...digits, ...suffix], source);
  const pattern = system.range ?? section("en", "numbers").systems.latn.range;
  let parts = pieces(pattern).flatMap((piece) => {
    if (piece === 0) return side(one, "startRange");
    if (piece === 1) return side(other, "endRange");
    return [{ type: "literal", value: repeats && !/\s/u.test(piece) ? ` ${piece} ` : piece, source: "shared" }];
  });
  if (once) parts = [...marked(one.prefix, "shared"), ...parts, ...marked(one.suffix, "shared")];
  if (hasOuter(settings)) {
    const category = host.intlPluralRange(settings.data, one.plurality(), other.plurality());
    parts = withOuter(parts, settings, category).map((part) => ({ source: "shared", ...part }));
    parts = parts.map(({ type, value, source }) => ({ type, value, source }));
  }
  return joined(parts);
}
