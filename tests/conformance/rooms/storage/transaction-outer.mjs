// There is one connection to the database: who calls `storage` itself while a transaction runs is part of it.
export const rows = ['S16'];
export const title = 'calls of storage inside the callback belong to the transaction';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { storage } = this.room;
    await storage.put('a', 'before');
    let seenInside;
    await storage.transaction(async (txn) => {
      await storage.put('a', 'inside');
      await storage.put('b', 'inside');
      seenInside = await txn.get('a');
      throw new Error('undo');
    }).catch(() => {});
    const undone = [...await storage.list()];
    await storage.transaction(async () => { await storage.put('b', 'kept'); });
    return Response.json({ seenInside, undone, kept: [...await storage.list()] });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { seenInside: 'inside', undone: [['a', 'before']], kept: [['a', 'before'], ['b', 'kept']] };
