// The packages of this folder's node_modules.

import { readFileSync } from "node:fs";

export const NODE_MODULES = new URL("../node_modules/", import.meta.url);

export function versionOf(name) {
  return JSON.parse(readFileSync(new URL(`${name}/package.json`, NODE_MODULES), "utf8")).version;
}
