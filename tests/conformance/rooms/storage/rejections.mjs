// Who writes `.catch` must get all errors there.
export const rows = ['S19'];
export const title = 'errors of storage are rejections; only delete itself throws, for a long key';

const CALLS = {
  'put without a key': (storage) => storage.put(),
  'put undefined': (storage) => storage.put('a', undefined),
  'put a function': (storage) => storage.put('a', () => 1),
  'put a long key': (storage) => storage.put('k'.repeat(3000), 1),
  'put a large value': (storage) => storage.put('a', new Uint8Array(200_000)),
  'delete a long key': (storage) => storage.delete('k'.repeat(3000)),
  'get a long key': (storage) => storage.get('k'.repeat(3000)),
  'get too many': (storage) => storage.get(Array.from({ length: 200 }, String)),
  'list with two starts': (storage) => storage.list({ start: 'a', startAfter: 'a' }),
  'an alarm at 0': (storage) => storage.setAlarm(0),
  'a transaction that throws': (storage) => storage.transaction(() => { throw new Error('no'); }),
};

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const seen = {};
    for (const [name, call] of Object.entries(CALLS)) {
      try {
        seen[name] = await call(this.room.storage).then(() => 'fine', () => 'rejected');
      } catch {
        seen[name] = 'thrown';
      }
    }
    return Response.json(seen);
  }

  onAlarm() {}
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { ...Object.fromEntries(Object.keys(CALLS).map((name) => [name, 'rejected'])), 'delete a long key': 'thrown' };
export const workerd = {
  because: 'rooms with SQL have larger limits there',
  expected: {
    ...expected,
    'put a long key': 'fine', 'put a large value': 'fine', 'delete a long key': 'fine', 'get a long key': 'fine', 'get too many': 'fine',
  },
};
