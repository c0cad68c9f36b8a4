// Critical sections: while one runs, no event from outside reaches the room. Ends one that takes too long. What a
// failure means is the caller's.

import host from "partyrs:host";

/** How long one may take, milliseconds: workerd's limit. */
const SECTION_MS_MAX = 30_000;

/** Thrown when a critical section took too long. */
export class TooLong extends Error {}
Object.defineProperty(TooLong.prototype, "name", { value: "Error" });

/** Runs `callback` alone; its result. */
export async function alone(callback) {
  host.openSection();
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new TooLong("A call to blockConcurrencyWhile() in a Durable Object waited for too long. The call was canceled and the Durable Object was reset."));
    }, SECTION_MS_MAX);
  });
  try {
    return await Promise.race([callback(), tooLong]);
  } finally {
    clearTimeout(timer);
    host.endSection();
  }
}
