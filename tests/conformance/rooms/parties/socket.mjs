// Rooms can hold sockets to each other.
export const rows = ['P06', 'P07'];
export const title = 'stub.socket() resolves to an open socket of the other room, with id and headers as asked; stub.connect() is one through the front door';

export default class {
  constructor(room) {
    this.peer = room.context.parties.peer.get('x');
  }

  async onRequest() {
    const socket = await this.peer.socket('/sub?_pk=me', { headers: { 'x-mine': 'yes' } });
    const state = socket.readyState;
    const answers = [state, await ask(socket, 'hi'), await ask(socket, 'close')];
    const refused = await ended(await this.peer.socket('/refuse'));
    const badPath = await this.peer.socket('sub').catch((error) => error.message);
    return Response.json({ answers, refused, badPath, connect: await this.connect() });
  }

  async connect() {
    const socket = this.peer.connect();
    await new Promise((resolve) => { socket.addEventListener('open', resolve); });
    return [await ask(socket, 'hi'), await ask(socket, 'close')];
  }
}
export const parties = {
  peer: class {
    onConnect(connection, { request }) {
      if (request.url.endsWith('/refuse')) throw new Error('not you');
      connection.setState(request.headers.get('x-mine') ?? 'nothing');
    }

    onMessage(message, connection) {
      if (message === 'close') return connection.close(4001, 'as you wish');
      const { pathname } = new URL(connection.uri);
      connection.send(`${message} to ${connection.id === 'me' ? 'me' : 'somebody'} at ${pathname} with ${connection.state}`);
    }
  },
};

/** What comes next: a message or the end. */
async function ask(socket, message) {
  const next = Promise.race([ended(socket), new Promise((resolve) => { socket.addEventListener('message', ({ data }) => resolve(data), { once: true }); })]);
  socket.send(message);
  return next;
}

function ended(socket) {
  return new Promise((resolve) => { socket.addEventListener('close', ({ code, reason }) => resolve([code, reason])); });
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

const closed = [4001, 'as you wish'];
export const expected = {
  answers: [1, 'hi to me at /parties/peer/x/sub with yes', closed],
  refused: [1011, 'not you'],
  badPath: 'Path must start with /',
  connect: ['hi to somebody at /parties/peer/x with nothing', closed],
};
