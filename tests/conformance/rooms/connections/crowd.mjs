// Many people in one room.
export const rows = ['C55', 'C57'];
export const title = 'a broadcast reaches 300 connections; one made in onConnect reaches the new connection too';

class Crowd {
  constructor(room) {
    this.room = room;
  }

  onConnect(connection) {
    if (connection.id === 'last') this.room.broadcast(`${connection.id} is here`);
  }
}

export default class extends Crowd {}
export const parties = {
  hibernating: class extends Crowd {
    options = { hibernate: true };
  },
};

export async function drive({ open }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const crowd = await Promise.all(Array.from({ length: 299 }, (_, at) => open(`${path}?_pk=${at}`)));
    const last = await open(`${path}?_pk=last`);
    const heard = await Promise.all([...crowd, last].map((client) => client.next()));
    seen[path] = [heard.length, [...new Set(heard)]];
  }
  return seen;
}

const each = [300, ['last is here']];
export const expected = { '/party/x': each, '/parties/hibernating/x': each };
