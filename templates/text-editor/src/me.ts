export const NAME_LENGTH_MAX = 32;

export type Person = {
  /** Stays the same over reloads; made up by the browser, so it is a convenience and not a proof of identity. */
  id: string;
  name: string;
};

const KEY = "text-editor:me";
const MOODS = ["Quiet", "Sunny", "Curious", "Gentle", "Brave", "Dreamy", "Merry", "Nimble", "Cosy", "Wild"];
const ANIMALS = ["Otter", "Heron", "Fox", "Wren", "Badger", "Lynx", "Moth", "Seal", "Hare", "Finch"];

/** Who this browser is: remembered from the last visit, or made up. */
export function loadMe(): Person {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof stored?.id === "string" && typeof stored.name === "string") return { id: stored.id, name: stored.name };
  } catch {
    // Storage may be blocked or hold something else: start afresh.
  }
  return { id: randomId(), name: `${pick(MOODS)} ${pick(ANIMALS)}` };
}

export function saveMe(me: Person): Person {
  try {
    localStorage.setItem(KEY, JSON.stringify(me));
  } catch {
    // Without storage the name lasts as long as the page.
  }
  return me;
}

/** `crypto.randomUUID` needs https or localhost; this also works on a phone that visits your computer by its IP. */
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function pick(words: string[]) {
  return words[Math.floor(Math.random() * words.length)];
}
