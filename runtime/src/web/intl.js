// `Intl` of ECMA-402, and what makes ECMAScript's own methods (`toLocaleString` and its like) use it. Each
// constructor is loaded when it is first touched; decision 0009.

import host from "partyrs:host";
import { canonicalList } from "partyrs:intl/locales";

const CONSTRUCTORS = {
  Collator: "collator",
  DateTimeFormat: "date_time_format",
  DisplayNames: "display_names",
  ListFormat: "list_format",
  Locale: "locale",
  NumberFormat: "number_format",
  PluralRules: "plural_rules",
  RelativeTimeFormat: "relative_time_format",
  Segmenter: "segmenter",
};

export const Intl = {};
const define = (name, value) => Object.defineProperty(Intl, name, { value, writable: true, configurable: true });

define("getCanonicalLocales", (locales) => canonicalList(locales));
define("supportedValuesOf", (key) => host.load("intl/supported").supportedValuesOf(key));
for (const [name, module] of Object.entries(CONSTRUCTORS)) {
  Object.defineProperty(Intl, name, {
    get() {
      const value = host.load(`intl/${module}`)[name];
      define(name, value);
      return value;
    },
    set(value) { define(name, value); },
    configurable: true,
  });
}
Object.defineProperty(Intl, Symbol.toStringTag, { value: "Intl", configurable: true });
