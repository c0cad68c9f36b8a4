// `/party/:room` is a room of main, `/parties/:party/:room` one of any party; what follows belongs to the room.
export const rows = ['U01', 'U02', 'U03', 'U04'];
export const title = '/party/:room and /parties/main/:room are one room; other parties have rooms of their own; the rest of the URL is kept';

class Counter {
  constructor(room) {
    this.room = room;
    this.count = 0;
  }

  onRequest(request) {
    this.count += 1;
    const { pathname, search } = new URL(request.url);
    return Response.json({ party: this.room.name, room: this.room.id, count: this.count, url: pathname + search });
  }
}

export default class extends Counter {}
export const parties = { other: class extends Counter {} };

export async function drive({ http }) {
  const seen = [];
  for (const path of ['/party/abc', '/parties/main/abc', '/parties/other/abc', '/party/abc/', '/party/abc/b//c?x=1&y']) {
    seen.push(JSON.parse((await http(path)).text));
  }
  return seen;
}

export const expected = [
  { party: 'main', room: 'abc', count: 1, url: '/party/abc' },
  { party: 'main', room: 'abc', count: 2, url: '/parties/main/abc' },
  { party: 'other', room: 'abc', count: 1, url: '/parties/other/abc' },
  { party: 'main', room: 'abc', count: 3, url: '/party/abc/' },
  { party: 'main', room: 'abc', count: 4, url: '/party/abc/b//c?x=1&y' },
];
