// A room whose callback failed is in an unknown state: it starts over.
export const rows = ['S22'];
export const title = 'an error in blockConcurrencyWhile resets the room: a 500, dropped sockets, a new instance';

export default class {
  constructor(room) {
    this.room = room;
    this.counted = 0;
  }

  onConnect(connection) {
    connection.send('welcome');
  }

  async onRequest(request) {
    this.counted += 1;
    if (request.method === 'POST') {
      await this.room.storage.put('kept', true);
      await this.room.storage.sync();
      await this.room.blockConcurrencyWhile(async () => { throw new Error('it broke'); });
    }
    return Response.json({ counted: this.counted, kept: (await this.room.storage.get('kept')) ?? false });
  }
}

export async function drive({ open, http }) {
  const client = await open('/party/x');
  const welcome = await client.next();
  const first = JSON.parse((await http('/party/x')).text);
  const { status, text } = await http('/party/x', { method: 'POST' });
  const closed = await client.next();
  return { welcome, first, failed: [status, text], closed: closed.close, next: JSON.parse((await http('/party/x')).text) };
}

export const expected = {
  welcome: 'welcome',
  first: { counted: 1, kept: false },
  failed: [500, 'it broke'],
  closed: 1006,
  next: { counted: 1, kept: true },
};
