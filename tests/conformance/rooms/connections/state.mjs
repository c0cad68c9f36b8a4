// What a room keeps with a connection.
export const rows = ['C16', 'C19', 'C56'];
export const title = 'state is null at first, is set by a value or by a function of the old one, also in getConnectionTags; own properties stay while the instance lives';

class Keeps {
  constructor(room) {
    this.room = room;
  }

  getConnectionTags(connection, { request }) {
    const name = new URL(request.url).searchParams.get('name');
    if (name) connection.setState({ name });
    return [];
  }

  onConnect(connection) {
    connection.extra = 'mine';
    connection.first = connection.state;
  }

  onMessage(message, connection) {
    const seen = [connection.first, connection.extra];
    seen.push(connection.setState({ count: 1 }), connection.state);
    seen.push(connection.setState((old) => ({ count: old.count + 1 })), connection.state);
    seen.push(this.room.getConnection(connection.id).state === connection.state);
    seen.push(connection.setState('text'), connection.setState(null), connection.state);
    connection.send(JSON.stringify(seen));
  }
}

export default class extends Keeps {}
export const parties = {
  hibernating: class extends Keeps {
    options = { hibernate: true };
  },
};

export async function drive({ open }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const ann = await open(`${path}?name=ann`);
    const bob = await open(path);
    seen[path] = [JSON.parse(await ann.ask('go')), JSON.parse(await bob.ask('go'))];
  }
  return seen;
}

const rest = ['mine', { count: 1 }, { count: 1 }, { count: 2 }, { count: 2 }, true, 'text', null, null];
const each = [[{ name: 'ann' }, ...rest], [null, ...rest]];
export const expected = { '/party/x': each, '/parties/hibernating/x': each };
