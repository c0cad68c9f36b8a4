// Intl.Collator of ECMA-402; the comparing is ICU4X's.

import host from "partyrs:host";
import { supplement } from "partyrs:intl/data";
import { canonicalList, resolve, supportedLocales } from "partyrs:intl/locales";
import { booleanOption, callable, coerceOptions, incompatible, matcherOption, textOption, typeOption } from "partyrs:intl/options";

const OWNER = "Intl.Collator";
const CASES = ["upper", "lower", "false"];
const SENSITIVITIES = ["base", "accent", "case", "variant"];

/** Which collations a tag may ask for; `search` and `standard` are not for sorting. */
const isCollation = (name) => supplement("collations").includes(name) && name !== "search" && name !== "standard";

function collatorSettings(locales, options) {
  const requested = canonicalList(locales);
  options = coerceOptions(options, OWNER);
  const usage = textOption(options, "usage", ["sort", "search"], "sort", OWNER);
  matcherOption(options, OWNER);
  const collation = typeOption(options, "collation");
  const numeric = booleanOption(options, "numeric");
  const caseFirst = textOption(options, "caseFirst", CASES, undefined, OWNER);
  const { locale, data, values } = resolve(requested, {
    co: { valid: isCollation, option: collation },
    kf: { valid: (value) => CASES.includes(value), option: caseFirst },
    kn: { valid: (value) => value === "true" || value === "false", option: numeric === undefined ? undefined : String(numeric) },
  });
  const sensitivity = textOption(options, "sensitivity", SENSITIVITIES, "variant", OWNER);
  const ignorePunctuation = booleanOption(options, "ignorePunctuation") ?? data === "th";
  return {
    locale, data, usage, sensitivity, ignorePunctuation, collation: values.co ?? "default", numeric: values.kn === "true",
    caseFirst: values.kf ?? "false",
  };
}

/** The function that compares by `settings`. */
function comparing(settings) {
  const { data, collation, numeric, caseFirst, sensitivity, ignorePunctuation, usage } = settings;
  let keys = "";
  if (collation !== "default") keys += `-co-${collation}`;
  else if (usage === "search") keys += "-co-search";
  if (caseFirst !== "false") keys += `-kf-${caseFirst}`;
  if (numeric) keys += "-kn";
  return host.intlCollator(keys ? `${data}-u${keys}` : data, sensitivity, ignorePunctuation ? "ignored" : "kept");
}

class Order {
  #settings;
  #compare;
  #bound;

  constructor(locales, options) { this.#settings = collatorSettings(locales, options); }

  static supportedLocalesOf(locales, options) { return supportedLocales("Collator", locales, options); }

  get compare() {
    const settings = Order.#of(this, "get Intl.Collator.prototype.compare");
    if (!this.#bound) {
      const compare = (this.#compare ??= comparing(settings));
      this.#bound = { compare: (one, other) => compare(String(one).toWellFormed(), String(other).toWellFormed()) }.compare;
    }
    return this.#bound;
  }

  resolvedOptions() {
    const { data: _, ...of } = Order.#of(this, "Intl.Collator.prototype.resolvedOptions");
    const { locale, usage, sensitivity, ignorePunctuation, collation, numeric, caseFirst } = of;
    return { locale, usage, sensitivity, ignorePunctuation, collation, numeric, caseFirst };
  }

  static #of(object, method) {
    if (typeof object === "object" && object !== null && #settings in object) return object.#settings;
    throw incompatible(method, object);
  }
}

export const Collator = callable(Order, "Collator");
