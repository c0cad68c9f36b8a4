// What a hook gets beside the request: where it is, and whom it can call.
export const rows = ['B12', 'B13', 'B14'];
export const title = 'the lobby knows the room id and can call other rooms; waitUntil goes on after the answer';

export default class {
  constructor(room) {
    this.room = room;
  }

  static async onBeforeRequest(request, lobby, context) {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/notes')) return request;
    const notes = lobby.parties.main.get('notes');
    context.waitUntil(new Promise((resolve) => { setTimeout(resolve, 50); }).then(() => notes.fetch({ method: 'POST', body: 'after' })));
    const written = await (await notes.fetch({ method: 'POST', body: 'before' })).text();
    return Response.json({ id: lobby.id, keys: Object.keys(lobby).sort(), written });
  }

  async onRequest(request) {
    const notes = (await this.room.storage.get('notes')) ?? [];
    if (request.method === 'POST') await this.room.storage.put('notes', [...notes, await request.text()]);
    return Response.json(await this.room.storage.get('notes'));
  }
}

export async function drive({ http, until }) {
  const answer = JSON.parse((await http('/party/a%20room')).text);
  const notes = await until(async () => {
    const { text } = await http('/party/notes');
    return text.includes('after') && JSON.parse(text);
  });
  return { answer, notes };
}

export const expected = {
  answer: {
    id: 'a%20room',
    keys: ['ai', 'analytics', 'assets', 'bindings', 'env', 'id', 'parties', 'vectorize'],
    written: '["before"]',
  },
  notes: ['before', 'after'],
};
