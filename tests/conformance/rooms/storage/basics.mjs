// One key, one value.
export const rows = ['S01', 'S24'];
export const title = 'get, put and delete say what is there; null is a value, undefined is not; keys become strings';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { storage } = this.room;
    const kind = (value) => (value === undefined ? 'undefined' : value);
    const seen = {};
    seen.missing = kind(await storage.get('a'));
    seen.put = kind(await storage.put('a', { n: 1 }));
    seen.got = await storage.get('a');
    await storage.put('a', 2);
    seen.replaced = await storage.get('a');
    seen.deleted = [await storage.delete('a'), await storage.delete('a'), kind(await storage.get('a'))];
    await storage.put('nothing', null);
    seen.null = [await storage.get('nothing'), (await storage.list()).has('nothing')];
    seen.undefined = await storage.put('b', undefined).catch((error) => [error.name, error.message]);
    await storage.put(5, 'five');
    await storage.put('', 'empty');
    seen.keys = [...(await storage.list()).keys()];
    seen.five = [await storage.get('5'), await storage.get(5), await storage.get('')];
    seen.deleteAll = kind(await storage.deleteAll());
    seen.left = (await storage.list()).size;
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  missing: 'undefined',
  put: 'undefined',
  got: { n: 1 },
  replaced: 2,
  deleted: [true, false, 'undefined'],
  null: [null, true],
  undefined: ['TypeError', 'put() called with undefined value.'],
  keys: ['', '5', 'nothing'],
  five: ['five', 'five', 'empty'],
  deleteAll: 'undefined',
  left: 0,
};
