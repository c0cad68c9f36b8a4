// What was put is on disk before the client hears of it.
export const rows = ['S02'];
export const title = 'values survive a restart of the server, each in its own room and party';
// PartyKit takes its time to start, and this starts it twice.
export const seconds = 60;

class Notes {
  constructor(room) {
    this.room = room;
  }

  async onRequest(request) {
    if (request.method === 'POST') await this.room.storage.put('note', { text: await request.text(), bytes: new Uint8Array([1, 2]) });
    return Response.json((await this.room.storage.get('note')) ?? null);
  }
}
export default class extends Notes {}
export const parties = { other: class extends Notes {} };

export async function drive({ http, restart }) {
  await http('/party/x', { method: 'POST', body: 'of main' });
  await http('/parties/other/x', { method: 'POST', body: 'of other' });
  await restart({ signal: 'SIGINT' });
  const seen = {};
  for (const path of ['/party/x', '/party/y', '/parties/other/x']) seen[path] = JSON.parse((await http(path)).text);
  return seen;
}

export const expected = {
  '/party/x': { text: 'of main', bytes: { 0: 1, 1: 2 } },
  '/party/y': null,
  '/parties/other/x': { text: 'of other', bytes: { 0: 1, 1: 2 } },
};
