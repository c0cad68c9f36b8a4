// Many keys in one call.
export const rows = ['S06', 'S07'];
export const title = 'put, get and delete take many keys; get sorts, leaves out what is missing and takes 128 at most';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { storage } = this.room;
    const keys = Array.from({ length: 129 }, (_, index) => `k${String(index).padStart(3, '0')}`);
    const seen = {};
    await storage.put({ c: 3, a: 1, b: 2, d: undefined });
    seen.got = [...await storage.get(['c', 'missing', 'a', 'd', 'c'])];
    seen.none = [...await storage.get([])];
    seen.deleted = [await storage.delete(['a', 'missing', 'b']), await storage.delete([]), [...(await storage.list()).keys()]];
    await storage.put(Object.fromEntries(keys.map((key) => [key, 1])));
    seen.most = (await storage.get(keys.slice(1))).size;
    seen.more = await storage.get(keys).then(({ size }) => size, ({ name, message }) => [name, message]);
    seen.cleared = await storage.delete(keys.slice(1));
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  got: [['a', 1], ['c', 3]],
  none: [],
  deleted: [2, 0, ['c']],
  most: 128,
  more: ['RangeError', 'Maximum number of key value pairs is 128. 129 pairs were provided.'],
  cleared: 128,
};
export const workerd = { because: 'rooms with SQL read any number of keys at once there', expected: { ...expected, more: 129 } };
