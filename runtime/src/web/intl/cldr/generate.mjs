// Makes `cldr.bin`, what `Intl` says in each language, from the Unicode Consortium's CLDR (see README.md here for
// how to run it and for the licence). The file is a JSON index of `<language>/<section>` and `supplement/<name>`
// to [offset, length], preceded by its length as a little-endian u32, then the Brotli-compressed JSON of each. A section
// holds its language's locale in full and every other locale of the language as [parent, difference].

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { read } from "./source.mjs";
import { SECTIONS } from "./sections.mjs";
import { supplements } from "./supplements.mjs";

const root = process.argv[2];
if (!root) throw new Error("usage: node generate.mjs <node_modules with the cldr packages>");

/** The locales that have more than a name. */
function locales() {
  const { _list: _, ...coverage } = read(root, "cldr-core/coverageLevels.json").effectiveCoverageLevels;
  const level = (locale) => coverage[locale] ?? (locale.includes("-") ? level(locale.replace(/-[^-]+$/, "")) : undefined);
  return readdirSync(`${root}/cldr-dates-full/main`).filter((locale) => locale !== "und" && level(locale) !== undefined).sort();
}

const all = locales();
const known = new Set(all);
const parents = read(root, "cldr-core/supplemental/parentLocales.json").supplemental.parentLocales.parentLocale;
const languageOf = (locale) => locale.split("-")[0];

/** The locale of the same language that `locale` is written down against. */
function parentOf(locale) {
  const language = languageOf(locale);
  let parent = locale;
  do {
    parent = parents[parent] ?? parent.replace(/(^|-)[^-]+$/, "");
  } while (parent && parent !== "und" && !known.has(parent));
  return languageOf(parent) === language ? parent : language;
}

/** What turns `from` into `to`: changed members, null for removed ones; undefined if nothing. */
function difference(from, to) {
  if (typeof from !== "object" || typeof to !== "object" || Array.isArray(from) || Array.isArray(to)) {
    return JSON.stringify(from) === JSON.stringify(to) ? undefined : to;
  }
  const result = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const changed = key in to ? (key in from ? difference(from[key], to[key]) : to[key]) : null;
    if (changed !== undefined) result[key] = changed;
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

const index = {};
const blobs = [];
let at = 0;
function add(name, value) {
  const text = Buffer.from(JSON.stringify(value));
  const blob = brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
  });
  index[name] = [at, blob.length];
  blobs.push(blob);
  at += blob.length;
}

const sizes = {};
for (const language of new Set(all.map(languageOf))) {
  const members = all.filter((locale) => languageOf(locale) === language);
  for (const [section, extract] of Object.entries(SECTIONS)) {
    const values = Object.fromEntries(members.map((locale) => [locale, extract(root, locale)]));
    const entry = { [language]: values[language] };
    for (const locale of members) {
      if (locale === language) continue;
      const parent = parentOf(locale);
      entry[locale] = [parent, difference(values[parent], values[locale]) ?? {}];
    }
    add(`${language}/${section}`, entry);
    sizes[section] = (sizes[section] ?? 0) + index[`${language}/${section}`][1];
  }
}
for (const [name, value] of Object.entries(supplements(root, all))) {
  add(`supplement/${name}`, value);
  sizes[name] = index[`supplement/${name}`][1];
}

const header = Buffer.from(JSON.stringify(index));
const length = Buffer.alloc(4);
length.writeUInt32LE(header.length);
const out = new URL("cldr.bin", import.meta.url);
writeFileSync(out, Buffer.concat([length, header, ...blobs]));
console.log(`${all.length} locales, ${at + header.length + 4} bytes`, sizes);
