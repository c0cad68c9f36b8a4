// What list does not understand.
export const rows = ['S05'];
export const title = 'list refuses two starts, limits that are not positive, and options that are not an object';

const CALLS = {
  'two starts': { start: 'a', startAfter: 'b' },
  zero: { limit: 0 },
  negative: { limit: -1 },
  infinite: { limit: Infinity },
  'too large': { limit: 2 ** 32 },
  'null limit': { limit: null },
  text: 'prefix',
};

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const seen = {};
    for (const [name, options] of Object.entries(CALLS)) {
      seen[name] = await this.room.storage.list(options).then(({ size }) => size, ({ name: kind, message }) => [kind, message]);
    }
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  const { text, ...seen } = JSON.parse((await http('/party/x')).text);
  return { ...seen, text: text[0] };
}

const positive = ['TypeError', 'List limit must be positive.'];
export const expected = {
  'two starts': ['TypeError', 'list() cannot be called with both start and startAfter values.'],
  zero: positive,
  negative: positive,
  infinite: positive,
  'too large': ['TypeError', 'Value out of range. Must be between -2147483648 and 2147483647 (inclusive).'],
  'null limit': positive,
  text: 'TypeError',
};
