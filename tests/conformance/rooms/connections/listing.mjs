// Who is here, by id or by tag.
export const rows = ['C12', 'C13', 'C14', 'C15'];
export const title = 'getConnections lists all or those with a tag, an id being one; getConnection finds the very object that handlers get; the deprecated map has them by id';

class Lists {
  constructor(room) {
    this.room = room;
  }

  getConnectionTags(connection, { request }) {
    return new URL(request.url).searchParams.getAll('tag');
  }

  onConnect(connection) {
    if (connection.id === 'ann') this.ann = connection;
  }

  onMessage(message, connection) {
    const { room } = this;
    const ids = (connections) => [...connections].map(({ id }) => id).sort();
    const list = room.getConnections();
    connection.send(JSON.stringify({
      all: ids(list),
      again: ids(list),
      undefined: ids(room.getConnections(undefined)),
      red: ids(room.getConnections('red')),
      blue: ids(room.getConnections('blue')),
      bob: ids(room.getConnections('bob')),
      nobody: [ids(room.getConnections('nobody')), room.getConnection('nobody') === undefined],
      same: [room.getConnection('ann') === this.ann, room.getConnection(connection.id) === connection, [...room.getConnections('ann')][0] === this.ann],
      map: [[...room.connections.keys()].sort(), room.connections.get('ann') === this.ann],
    }));
  }
}

export default class extends Lists {}
export const parties = {
  hibernating: class extends Lists {
    options = { hibernate: true };
  },
};

export async function drive({ open }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    await open(`${path}?_pk=ann&tag=red&tag=blue`);
    await open(`${path}?_pk=bob&tag=red`);
    const cleo = await open(`${path}?_pk=cleo`);
    seen[path] = JSON.parse(await cleo.ask('who?'));
  }
  return seen;
}

const each = {
  all: ['ann', 'bob', 'cleo'],
  again: [],
  undefined: ['ann', 'bob', 'cleo'],
  red: ['ann', 'bob'],
  blue: ['ann'],
  bob: ['bob'],
  nobody: [[], true],
  same: [true, true, true],
  map: [['ann', 'bob', 'cleo'], true],
};
export const expected = { '/party/x': each, '/parties/hibernating/x': each };
