// A connection is a WebSocket, with listeners of its own, as long as the room that added them stays.
export const rows = ['C50', 'C51', 'C52'];
export const title = 'listeners added in onConnect run in memory, after the handlers, and the onmessage property before them; in a hibernating room none do';

class Listening {
  log = [];

  onConnect(connection) {
    if (connection.id === 'witness') return;
    connection.addEventListener('message', ({ data }) => this.log.push(`listener: message ${data}`));
    connection.addEventListener('close', ({ code, reason }) => this.log.push(`listener: close ${code} ${reason}`));
    connection.onmessage = ({ data }) => this.log.push(`property: message ${data}`);
  }

  onMessage(message, connection) {
    if (message === 'log') return connection.send(JSON.stringify(this.log));
    this.log.push(`onMessage ${message}`);
  }

  onClose() {
    this.log.push('onClose');
  }
}

export default class extends Listening {}
export const parties = {
  hibernating: class extends Listening {
    options = { hibernate: true };
  },
};

export async function drive({ open, until }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const witness = await open(`${path}?_pk=witness`);
    const socket = await open(path);
    socket.send('hi');
    socket.close(4000, 'bye');
    seen[path] = await until(async () => {
      const log = JSON.parse(await witness.ask('log'));
      return log.includes('onClose') && log;
    });
  }
  return seen;
}

export const expected = {
  '/party/x': ['property: message hi', 'onMessage hi', 'listener: message hi', 'onClose', 'listener: close 4000 bye'],
  '/parties/hibernating/x': ['onMessage hi', 'onClose'],
};
