// Reading CLDR's JSON packages, and the small reshaping that every section needs.

import { existsSync, readFileSync } from "node:fs";

/** The file `path` below the packages' folder `root`. */
export const read = (root, path) => JSON.parse(readFileSync(`${root}/${path}`, "utf8"));

/** `package/main/<locale>/<file>.json`, below `main.<locale>`; undefined if the package has no such locale. */
export function localeFile(root, name, locale, file) {
  const path = `${name}/main/${locale}/${file}.json`;
  return existsSync(`${root}/${path}`) ? read(root, path).main[locale] : undefined;
}

/** Without the members that stand for other spellings or other counts. */
export const plain = (object) =>
  Object.fromEntries(Object.entries(object ?? {}).filter(([key]) => !/-alt-|-count-/.test(key)));

/** Members `<prefix>-count-<category>` as { category: text }; only `other` if all are the same. */
export function counts(object, prefix) {
  const found = {};
  for (const [key, value] of Object.entries(object ?? {})) {
    const match = key.match(/^(.*)-count-([a-z]+|\d+)$/);
    if (match && match[1] === prefix) found[match[2]] = value;
  }
  const texts = new Set(Object.values(found));
  return texts.size === 1 && "other" in found ? { other: found.other } : found;
}
