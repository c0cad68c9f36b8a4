// Intl.supportedValuesOf of ECMA-402.

import host from "partyrs:host";
import { supplement } from "partyrs:intl/data";
import { canonicalZone } from "partyrs:intl/zone_names";

const LISTS = {
  calendar: () => ["buddhist", "gregory", "persian"],
  collation: () => supplement("collations").filter((name) => !["standard", "search"].includes(name)),
  currency: () => supplement("currencies").codes,
  numberingSystem: () => Object.keys(supplement("digits")),
  timeZone: () => [...new Set(host.intlZones().filter((name) => name.includes("/") && !/^(Etc|SystemV|US|posix|right)\//.test(name)).map(canonicalZone)), "UTC"],
  unit: () => supplement("units"),
};

export function supportedValuesOf(key) {
  const name = String(key);
  if (!Object.hasOwn(LISTS, name)) throw new RangeError(`Invalid key : ${name}`);
  return [...new Set(LISTS[name]())].sort();
}
