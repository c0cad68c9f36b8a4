// URLPattern of the URL Pattern standard. The host parses patterns and takes URLs apart; each component is matched by
// a regular expression of the engine, as the standard asks, made when it is first needed.

import { brand } from "partyrs:brand";
import host from "partyrs:host";

/** In the order in which the host lists them. */
const COMPONENTS = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];
/** From the sixth on `ignoreCase` counts. */
const FIRST_IGNORING_CASE = 5;

const text = (value) => String(value).toWellFormed();

/** A string, or the parts of a dictionary as the host takes them. */
function inputOf(input) {
  if (input === undefined || input === null) return [];
  if (typeof input !== "object" && typeof input !== "function") return text(input);
  if (input instanceof URL) return input.href;
  // Dictionary members are read in the order of their names.
  const read = {};
  for (const name of ["baseURL", ...COMPONENTS].sort()) {
    const value = input[name];
    if (value !== undefined) read[name] = text(value);
  }
  return [...COMPONENTS, "baseURL"].map((name) => read[name]);
}

/** What the caller of `exec` gave, as its result shows it. */
function shown(input) {
  if (typeof input === "string") return input;
  const dictionary = {};
  [...COMPONENTS, "baseURL"].forEach((name, i) => {
    if (input[i] !== undefined) dictionary[name] = input[i];
  });
  return dictionary;
}

export class URLPattern {
  #parts; // as the host gives them
  #ignoreCase;
  #expressions = []; // of the components, once compiled

  constructor(input, base, options) {
    if (typeof base === "object" || typeof base === "function") [base, options] = [undefined, base];
    this.#ignoreCase = !!options?.ignoreCase;
    const baseText = base === undefined ? undefined : text(base);
    this.#parts = host.patternParse(inputOf(input), baseText, this.#ignoreCase ? "ignore" : "keep");
    if (!this.hasRegExpGroups) return;
    // What users wrote may be no expression at all, which they have to hear now.
    for (let place = 0; place < COMPONENTS.length; place++) this.#expression(place);
  }

  get protocol() { return this.#pattern(0); }
  get username() { return this.#pattern(1); }
  get password() { return this.#pattern(2); }
  get hostname() { return this.#pattern(3); }
  get port() { return this.#pattern(4); }
  get pathname() { return this.#pattern(5); }
  get search() { return this.#pattern(6); }
  get hash() { return this.#pattern(7); }
  get hasRegExpGroups() { return this.#parts[0]; }

  test(input = {}, base) { return this.#match(inputOf(input), base) !== null; }

  exec(input = {}, base) {
    const given = inputOf(input);
    const matched = this.#match(given, base);
    if (matched === null) return null;
    const result = { inputs: base === undefined ? [shown(given)] : [shown(given), text(base)] };
    COMPONENTS.forEach((name, place) => { result[name] = matched[place]; });
    return result;
  }

  /** The results of all components, or null. */
  #match(input, base) {
    const values = host.patternInput(input, base === undefined ? undefined : text(base));
    if (values === undefined) return null;
    const results = [];
    for (let place = 0; place < COMPONENTS.length; place++) {
      const groups = this.#groups(place, values[place]);
      if (groups === null) return null;
      results.push({ input: values[place], groups });
    }
    return results;
  }

  #groups(place, value) {
    if (this.#pattern(place) === "*") return { 0: value };
    const found = this.#expression(place).exec(value);
    if (found === null) return null;
    const groups = {};
    this.#names(place).forEach((name, i) => { groups[name] = found[i + 1]; });
    return groups;
  }

  #expression(place) {
    const made = this.#expressions[place];
    if (made !== undefined) return made;
    const ignoring = this.#ignoreCase && place >= FIRST_IGNORING_CASE ? "i" : "";
    // The standard's flag is v, which is for what users write in groups. The engine takes v's rules for classes to
    // hold outside of them as well and refuses some plain text: then it is u, which differs within classes only.
    for (const flag of this.hasRegExpGroups ? ["v", "u"] : ["u"]) {
      try {
        return (this.#expressions[place] = new RegExp(this.#parts[2 + 3 * place], flag + ignoring));
      } catch (error) {
        if (flag === "v") continue;
        throw new TypeError(`Invalid URLPattern: the regular expression of \`${COMPONENTS[place]}\`: ${error.message}`);
      }
    }
  }

  #pattern(place) { return this.#parts[1 + 3 * place]; }
  #names(place) { return this.#parts[3 + 3 * place]; }
}
brand(URLPattern);
