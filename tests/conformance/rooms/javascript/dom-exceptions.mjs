// What AbortController and others throw, copied and stored.
export const rows = ['J13', 'S02'];
export const title = 'a DOMException stays one in structuredClone and in storage';

const seen = (it) => [it.constructor.name, it instanceof Error, it.name, it.message, it.code, typeof it.stack];

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const exception = new DOMException('it took too long', 'TimeoutError');
    await this.room.storage.put('exception', exception);
    const stored = await this.room.storage.get('exception');
    return Response.json({ clone: seen(structuredClone({ exception }).exception), stored: seen(stored) });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

const same = ['DOMException', true, 'TimeoutError', 'it took too long', 23, 'string'];
export const expected = { clone: same, stored: same };
