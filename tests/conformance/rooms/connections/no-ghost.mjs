// Who could not connect is not there.
export const rows = ['C26'];
export const title = 'a connection whose onConnect failed is not listed, and nobody waits for it';

class Failing {
  constructor(room) {
    this.room = room;
  }

  onConnect(connection) {
    if (connection.id === 'ghost') throw new Error('not you');
  }

  onMessage(message, connection) {
    connection.send(JSON.stringify([...this.room.getConnections()].map(({ id }) => id).sort()));
  }
}

export default class extends Failing {}
export const parties = {
  hibernating: class extends Failing {
    options = { hibernate: true };
  },
};

export async function drive({ open }) {
  const seen = [];
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const ghost = await open(`${path}?_pk=ghost`);
    await ghost.next();
    const ann = await open(`${path}?_pk=ann`);
    seen.push(JSON.parse(await ann.ask('who?')));
  }
  return seen;
}

export const expected = [['ann'], ['ann']];
export const partykit = { because: 'it stays in the list until the room restarts', expected: [['ann', 'ghost'], ['ann', 'ghost']] };
