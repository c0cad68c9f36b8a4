// Keys are ordered by their bytes in UTF-8, which is neither the order of UTF-16 nor that of a language.
export const rows = ['S03', 'S04'];
export const title = 'list is a Map ordered by the bytes of the keys; its options narrow it together';

const KEYS = ['\u{1f600}', '\uffff', 'ü', 'z', 'a:2', 'a:10', 'a:1', 'a', 'B', '', 'b'];
const OPTIONS = {
  all: undefined,
  none: {},
  null: null,
  prefix: { prefix: 'a:' },
  'empty prefix': { prefix: '' },
  start: { start: 'a:10' },
  after: { startAfter: 'a:10' },
  end: { end: 'a:10' },
  between: { start: 'a', end: 'b' },
  both: { prefix: 'a:', start: 'a:10' },
  reverse: { reverse: true },
  'reverse from': { reverse: true, start: 'a:2', end: 'ü' },
  limit: { limit: 3 },
  last: { reverse: true, limit: 2 },
  'last of': { prefix: 'a', reverse: true, limit: 2 },
  'text limit': { limit: '2' },
  'broken limit': { limit: 1.5 },
  'no key': { prefix: 'nothing' },
  'end first': { start: 'b', end: 'a' },
  'same ends': { start: 'a', end: 'a' },
  hints: { prefix: 'a:', noCache: true, allowConcurrency: true },
};

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { storage } = this.room;
    for (const key of KEYS) await storage.put(key, key.length);
    const listed = {};
    for (const [name, options] of Object.entries(OPTIONS)) listed[name] = [...(await storage.list(options)).keys()];
    const map = await storage.list({ prefix: 'a' });
    return Response.json({ listed, map: map instanceof Map, entries: [...map] });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

const all = ['', 'B', 'a', 'a:1', 'a:10', 'a:2', 'b', 'z', 'ü', '\uffff', '\u{1f600}'];
export const expected = {
  listed: {
    all,
    none: all,
    null: all,
    prefix: ['a:1', 'a:10', 'a:2'],
    'empty prefix': all,
    start: ['a:10', 'a:2', 'b', 'z', 'ü', '\uffff', '\u{1f600}'],
    after: ['a:2', 'b', 'z', 'ü', '\uffff', '\u{1f600}'],
    end: ['', 'B', 'a', 'a:1'],
    between: ['a', 'a:1', 'a:10', 'a:2'],
    both: ['a:10', 'a:2'],
    reverse: all.toReversed(),
    'reverse from': ['z', 'b', 'a:2'],
    limit: ['', 'B', 'a'],
    last: ['\u{1f600}', '\uffff'],
    'last of': ['a:2', 'a:10'],
    'text limit': ['', 'B'],
    'broken limit': [''],
    'no key': [],
    'end first': [],
    'same ends': [],
    hints: ['a:1', 'a:10', 'a:2'],
  },
  map: true,
  entries: [['a', 1], ['a:1', 3], ['a:10', 4], ['a:2', 3]],
};
