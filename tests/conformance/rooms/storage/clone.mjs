// Values are structured clones. Each comes back described, since JSON would lose what is tested.
export const rows = ['S10'];
export const title = 'what structured clone keeps comes back: numbers, dates, maps, bytes, errors, holes, cycles';

class Point {
  x = 1;

  norm() {
    return this.x;
  }
}

const MADE = {
  numbers: () => [-0, NaN, Infinity, -Infinity, 1.5, 2 ** 53, 10n ** 30n],
  texts: () => ['', 'ü\u{1f600}', '\ud800', 'a\0b'],
  primitives: () => [null, undefined, true, false],
  dates: () => [new Date(86_400_000), new Date(NaN)],
  regexp: () => Object.assign(/a(b)/giu, { lastIndex: 3 }),
  map: () => new Map([['a', new Map([[1, 2]])], [{ k: 1 }, new Set(['x'])]]),
  bytes: () => [new Uint8Array([1, 2, 255]), new Float64Array([0.5]), new BigInt64Array([-1n]), Uint8Array.of(7, 8).buffer],
  view: () => new DataView(new ArrayBuffer(8), 2, 3),
  part: () => new Uint8Array(new ArrayBuffer(16), 4, 2),
  holes: () => Object.assign([1, , 3], { extra: 'kept' }),
  errors: () => [Object.assign(new RangeError('far', { cause: 'near' }), { mine: 1 }), new AggregateError([], 'many')],
  instance: () => new Point(),
  boxed: () => [Object(1), Object('s'), Object(true), Object(2n)],
  cycle: () => {
    const self = { name: 'me' };
    return Object.assign(self, { self, pair: [self, self] });
  },
};

const TOLD = {
  numbers: (list) => list.map((n) => (Object.is(n, -0) ? '-0' : `${typeof n} ${n}`)),
  texts: (list) => list.map((text) => [...Array(text.length).keys()].map((at) => text.charCodeAt(at))),
  primitives: (list) => list.map(String),
  dates: (list) => list.map((date) => [date instanceof Date, String(date.getTime())]),
  regexp: (value) => [value instanceof RegExp, String(value), value.lastIndex],
  map: (value) => [value instanceof Map, value.get('a').get(1), [...[...value.values()][1]]],
  bytes: (list) => list.map((value) => [value.constructor.name, ...new Uint8Array(value.buffer ?? value)]),
  view: (value) => [value.constructor.name, value.byteOffset, value.byteLength, value.buffer.byteLength],
  part: (value) => [value.constructor.name, value.byteOffset, value.byteLength, value.buffer.byteLength],
  holes: (value) => [value.length, Object.keys(value), value.extra],
  errors: (list) => list.map((error) => [error.constructor.name, error.name, error.message, error.cause ?? null, error.mine ?? null]),
  instance: (value) => [value.constructor.name, value.x, typeof value.norm],
  boxed: (list) => list.map((value) => [typeof value, value.constructor.name, String(value)]),
  cycle: (value) => [value.self === value, value.pair[0] === value, value.pair[0] === value.pair[1]],
};

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { storage } = this.room;
    for (const [name, make] of Object.entries(MADE)) await storage.put(name, make());
    const seen = {};
    for (const [name, value] of await storage.list()) seen[name] = TOLD[name](value);
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  numbers: ['-0', 'number NaN', 'number Infinity', 'number -Infinity', 'number 1.5', `number ${2 ** 53}`, `bigint ${10n ** 30n}`],
  texts: [[], [0xfc, 0xd83d, 0xde00], [0xd800], [97, 0, 98]],
  primitives: ['null', 'undefined', 'true', 'false'],
  dates: [[true, '86400000'], [true, 'NaN']],
  regexp: [true, '/a(b)/giu', 0],
  map: [true, 2, ['x']],
  bytes: [
    ['Uint8Array', 1, 2, 255], ['Float64Array', 0, 0, 0, 0, 0, 0, 224, 63],
    ['BigInt64Array', 255, 255, 255, 255, 255, 255, 255, 255], ['ArrayBuffer', 7, 8],
  ],
  view: ['DataView', 2, 3, 8],
  part: ['Uint8Array', 4, 2, 16],
  holes: [3, ['0', '2', 'extra'], 'kept'],
  errors: [['RangeError', 'RangeError', 'far', 'near', null], ['Error', 'Error', 'many', null, null]],
  instance: ['Object', 1, 'undefined'],
  boxed: [['object', 'Number', '1'], ['object', 'String', 's'], ['object', 'Boolean', 'true'], ['object', 'BigInt', '2']],
  cycle: [true, true, true],
};
