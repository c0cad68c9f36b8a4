// The end of a connection, whoever's will it was, is one call.
export const rows = ['C30', 'C31'];
export const title = 'a client that closes, or is just gone, means one onClose with the connection alone, which is not listed any more, and no onError';

class Leaving {
  log = [];

  constructor(room) {
    this.room = room;
  }

  onClose(...given) {
    const [connection] = given;
    this.log.push(['onClose', given.length, connection.id, [...this.room.getConnections()].map(({ id }) => id)]);
  }

  onError(connection) {
    this.log.push(['onError', connection.id]);
  }

  onMessage(message, connection) {
    connection.send(JSON.stringify(this.log));
  }
}

export default class extends Leaving {}
export const parties = {
  hibernating: class extends Leaving {
    options = { hibernate: true };
  },
};

export async function drive({ open, until }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const witness = await open(`${path}?_pk=witness`);
    const log = async () => JSON.parse(await witness.ask('what happened?'));
    const polite = await open(`${path}?_pk=polite`);
    polite.close(1000, 'bye');
    await until(async () => (await log()).length > 0);
    const gone = await open(`${path}?_pk=gone`);
    gone.drop();
    await until(async () => (await log()).length > 1);
    seen[path] = await log();
  }
  return seen;
}

const each = [['onClose', 1, 'polite', ['witness']], ['onClose', 1, 'gone', ['witness']]];
export const expected = { '/party/x': each, '/parties/hibernating/x': each };
