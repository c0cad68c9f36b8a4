// A room closes whom it wants, when it wants.
export const rows = ['C38', 'C39'];
export const title = 'a close of another connection, or in onConnect, reaches the client';

class Kicking {
  constructor(room) {
    this.room = room;
  }

  onConnect(connection) {
    if (connection.id === 'unwanted') connection.close(4444, 'unwanted');
  }

  onMessage(message, connection) {
    this.room.getConnection(message).close(4003, 'kicked');
    connection.send('done');
  }
}

export default class extends Kicking {}
export const parties = {
  hibernating: class extends Kicking {
    options = { hibernate: true };
  },
};

const PROMPT_MS = 4000;

export async function drive({ open }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const bob = await open(`${path}?_pk=bob`);
    const ann = await open(`${path}?_pk=ann`);
    const unwanted = await open(`${path}?_pk=unwanted`);
    const done = await ann.ask('bob');
    const closes = [bob, unwanted].map((socket) => socket.next(PROMPT_MS).catch(() => 'nothing'));
    seen[path] = [done, ...await Promise.all(closes)];
  }
  return seen;
}

const each = ['done', { close: 4003, reason: 'kicked' }, { close: 4444, reason: 'unwanted' }];
export const expected = { '/party/x': each, '/parties/hibernating/x': each };
const inMemoryOnly = {
  because: 'no Close frame leaves a hibernating room for any socket but the one whose message it handles',
  expected: { ...expected, '/parties/hibernating/x': ['done', 'nothing', 'nothing'] },
};
export const partykit = inMemoryOnly;
export const workerd = inMemoryOnly;
