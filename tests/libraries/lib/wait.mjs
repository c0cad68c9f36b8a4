// Waiting for something with a deadline that says what did not come.

const DEADLINE_MS = 10_000;

/** The promise's outcome, if it comes in time. */
export function within(promise, limit_ms, what) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not come within ${limit_ms} ms`)), limit_ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Resolves once `holds()` is true: it is asked now, and again whenever `listen` reports. `listen` gets the function to
 * call and returns how to stop listening.
 */
export async function until(what, holds, listen) {
  if (holds()) return;
  let stop;
  const held = new Promise((resolve, reject) => {
    stop = listen(() => {
      try {
        if (holds()) resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
  try {
    await within(held, DEADLINE_MS, what);
  } finally {
    stop?.();
  }
}

/** Asks `probe` again and again, each time when the last answer is in, until it is truthy; returns that answer. */
export async function eventually(what, probe) {
  const start = Date.now();
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() - start > DEADLINE_MS) throw new Error(`${what} did not come within ${DEADLINE_MS} ms`);
  }
}
