// What is checked alike in the asynchronous and the synchronous key-value storage.

const KEY_BYTES_MAX = 2048;
/** Of `list`: what workerd takes limits for. */
const LIMIT_MAX = 2 ** 31 - 1;

/** What is no text becomes one; a symbol cannot. */
export const text = (value) => `${value}`;

export function checkedKey(value) {
  const key = text(value);
  // A UTF-16 unit is at most three bytes: short keys need no count.
  if (key.length * 3 > KEY_BYTES_MAX) {
    const size = new TextEncoder().encode(key).length;
    if (size > KEY_BYTES_MAX) {
      throw new RangeError(`Keys cannot be larger than ${KEY_BYTES_MAX} bytes. A key of size ${size} was provided.`);
    }
  }
  return key;
}

export function listOptions({ start, startAfter, end, prefix, reverse, limit }) {
  if (start !== undefined && startAfter !== undefined) {
    throw new TypeError("list() cannot be called with both start and startAfter values.");
  }
  if (limit !== undefined) {
    limit = Number.isFinite(Number(limit)) ? Math.trunc(Number(limit)) : 0;
    if (Math.abs(limit) > LIMIT_MAX) {
      throw new TypeError(`Value out of range. Must be between ${-LIMIT_MAX - 1} and ${LIMIT_MAX} (inclusive).`);
    }
    if (limit <= 0) throw new TypeError("List limit must be positive.");
  }
  const bound = (value) => (value === undefined ? null : text(value));
  return [bound(start), bound(startAfter), bound(end), bound(prefix), Boolean(reverse), limit ?? 0];
}
