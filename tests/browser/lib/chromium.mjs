// Where this machine has a Chromium.

import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

const PLACES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Its path: what CHROMIUM says, or the first of the usual places. */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return named;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const all = PLACES.flatMap((place) => (isAbsolute(place) ? [place] : folders.map((folder) => join(folder, place))));
  const found = all.find(isExecutable);
  if (!found) throw new Error(`no Chromium: set CHROMIUM to its path, or install it (looked for ${PLACES.join(", ")})`);
  return found;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
