// All or nothing.
export const rows = ['S15'];
export const title = 'a transaction commits with its callback, is undone by an error or by rollback(), and ends with it';

const attempt = (work) => work().then((value) => value ?? 'done', ({ message }) => message);

const STEPS = {
  commit: (storage) => storage.transaction(async (txn) => {
    await txn.put({ a: 1, b: 2 });
    await txn.delete('b');
    return [...await txn.list()];
  }),
  sync: (storage) => storage.transaction((txn) => {
    txn.put('sync', true);
    return 'value';
  }),
  throw: (storage) => storage.transaction(async (txn) => {
    await txn.put('a', 'lost');
    throw new Error('no deal');
  }),
  rollback: (storage) => storage.transaction(async (txn) => {
    await txn.put('a', 'lost');
    txn.rollback();
    return 'rolled back';
  }),
  after: (storage) => storage.transaction(async (txn) => {
    txn.rollback();
    return attempt(async () => txn.put('a', 'lost'));
  }),
  deleteAll: (storage) => storage.transaction(async (txn) => attempt(async () => txn.deleteAll())),
  escaped: async (storage) => {
    let kept;
    await storage.transaction(async (txn) => { kept = txn; });
    return attempt(async () => kept.get('a'));
  },
  nested: (storage) => storage.transaction(async (txn) => {
    await txn.put('outer', 1);
    await storage.transaction(async (inner) => {
      await inner.put('inner', 1);
      inner.rollback();
    });
    return [...(await txn.list()).keys()];
  }),
};

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const seen = {};
    for (const [name, step] of Object.entries(STEPS)) seen[name] = await attempt(() => step(this.room.storage));
    return Response.json({ ...seen, left: [...await this.room.storage.list()] });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  commit: [['a', 1]],
  sync: 'value',
  throw: 'no deal',
  rollback: 'rolled back',
  after: 'Cannot put() on rolled back transaction',
  deleteAll: 'Cannot call deleteAll() within a transaction',
  escaped: 'Cannot call get() on transaction that has already committed: did you move `txn` outside of the closure?',
  nested: ['a', 'outer', 'sync'],
  left: [['a', 1], ['outer', 1], ['sync', true]],
};
