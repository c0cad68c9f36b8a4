// What a bundler leaves as it is, since every V8 has it.
export const rows = ['J01'];
export const title = 'the language is that of 2024: grouping, Set methods, iterator helpers, resizable buffers, RegExp v';

const PARTS = {
  group: () => Object.groupBy([1, 2, 3], (n) => (n % 2 ? 'odd' : 'even')),
  'group to a Map': () => [...Map.groupBy([1, 2, 3], (n) => n % 2)],
  resolvers: () => Object.keys(Promise.withResolvers()).sort(),
  'from async': () => Array.fromAsync([Promise.resolve(1), 2]),
  sets: () => [...new Set([1, 2, 3]).intersection(new Set([2, 3, 4]))],
  iterators: () => [1, 2, 3].values().map((n) => n * 2).filter((n) => n > 2).toArray(),
  resize: () => {
    const buffer = new ArrayBuffer(4, { maxByteLength: 8 });
    buffer.resize(8);
    return [buffer.byteLength, buffer.transfer(2).byteLength, buffer.detached];
  },
  regexp: () => /^[\p{L}--[a-z]]+$/v.test('ÄB'),
  copies: () => [[3, 1, 2].toSorted(), [1, 2].with(0, 5), [1, 2, 3].findLast((n) => n < 3)],
  stack: () => {
    const holder = {};
    Error.captureStackTrace(holder);
    return typeof holder.stack;
  },
  unicode: () => ['\ud800'.isWellFormed(), 'a'.normalize('NFD'), 'ß'.toUpperCase()],
  private: () => {
    class Box {
      #value = 1;

      static has(box) {
        return #value in box;
      }

      static {
        this.ready = true;
      }
    }
    return [Box.has(new Box()), Box.has({}), Box.ready];
  },
};

export default class {
  async onRequest() {
    const seen = {};
    for (const [name, run] of Object.entries(PARTS)) seen[name] = await run();
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  group: { odd: [1, 3], even: [2] },
  'group to a Map': [[1, [1, 3]], [0, [2]]],
  resolvers: ['promise', 'reject', 'resolve'],
  'from async': [1, 2],
  sets: [2, 3],
  iterators: [4, 6],
  resize: [8, 2, true],
  regexp: true,
  copies: [[1, 2, 3], [5, 2], 2],
  stack: 'string',
  unicode: [false, 'a', 'SS'],
  private: [true, false, true],
};
