// Storage holds copies: what happens to a value afterwards, on either side, does not reach it. A call has written when
// it returns, as far as the next one can tell.
export const rows = ['S12', 'S13'];
export const title = 'values are copied when put and when got; later calls see earlier ones that nobody awaited';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { storage } = this.room;
    const value = { list: [1] };
    const put = storage.put('a', value);
    value.list.push(2);
    await put;
    const got = await storage.get('a');
    got.list.push(3);
    const again = await storage.get('a');

    storage.put('n', 1);
    storage.put('n', 2);
    const counted = storage.get('n');
    storage.put('n', 3);
    const removed = storage.delete('a');
    const listed = storage.list();
    storage.put({ m: 1, n: 4 });
    const many = storage.get(['m', 'n']);
    return Response.json({
      again, same: got === again, counted: await counted, removed: await removed, listed: [...await listed], many: [...await many],
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { again: { list: [1] }, same: false, counted: 2, removed: true, listed: [['n', 3]], many: [['m', 1], ['n', 4]] };
