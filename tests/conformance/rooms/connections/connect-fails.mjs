// The handshake cannot be taken back, so a failure in it is told by the first frame.
export const rows = ['C23', 'C24'];
export const title = 'an onConnect that throws: the socket opens, then closes with 1011 and the message as its reason';

const FAILURES = {
  message: () => { throw new Error('we are full'); },
  rejects: async () => { throw new Error('we are full, later'); },
  empty: () => { throw new Error(''); },
  text: () => { throw 'just a text'; },
  'after a message': (connection) => {
    connection.send('welcome');
    throw new Error('or not');
  },
};

class Failing {
  onConnect(connection) {
    return FAILURES[connection.id](connection);
  }

  onRequest() {
    return new Response('the room is well');
  }
}

export default class extends Failing {}
export const parties = {
  hibernating: class extends Failing {
    options = { hibernate: true };
  },
};

export async function drive({ http, open }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    seen[path] = [];
    for (const name of Object.keys(FAILURES)) {
      const { close, reason } = await (await open(`${path}?_pk=${encodeURIComponent(name)}`)).next();
      seen[path].push([name, close, reason]);
    }
    seen[path].push((await http(path)).text);
  }
  return seen;
}

const each = [
  ['message', 1011, 'we are full'],
  ['rejects', 1011, 'we are full, later'],
  ['empty', 1011, 'Uncaught exception when connecting'],
  ['text', 1011, 'just a text'],
  ['after a message', 1011, 'or not'],
  'the room is well',
];
export const expected = { '/party/x': each, '/parties/hibernating/x': each };
