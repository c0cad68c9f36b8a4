// Calls without what they need are mistakes, not calls with `undefined`.
export const rows = ['S19', 'S24'];
export const title = 'storage refuses calls without arguments, symbols as keys and sections that are no functions';

const CALLS = {
  get: (room) => room.storage.get(),
  put: (room) => room.storage.put(),
  delete: (room) => room.storage.delete(),
  'put a list': (room) => room.storage.put(['a', 'b']),
  'put a symbol': (room) => room.storage.put(Symbol('key'), 1),
  'get a symbol': (room) => room.storage.get(Symbol('key')),
  transaction: (room) => room.storage.transaction(),
  section: (room) => room.blockConcurrencyWhile('no function'),
};

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const seen = {};
    for (const [name, call] of Object.entries(CALLS)) {
      const called = async () => call(this.room);
      seen[name] = await called().then(() => 'fine', (error) => error.name);
    }
    await this.room.storage.put('undefined', 'kept');
    const some = await this.room.storage.get(['undefined', , 'undefined']); // a hole is undefined
    return Response.json({ ...seen, some: [...some] });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { ...Object.fromEntries(Object.keys(CALLS).map((name) => [name, 'TypeError'])), some: [['undefined', 'kept']] };
