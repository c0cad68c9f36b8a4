// A room may show somebody out.
export const rows = ['C32', 'C33', 'C37'];
export const title = 'close(code, reason) reaches the client as it is, without a code as 1005; onClose runs; sending after it throws, closing again does nothing';

class Closing {
  log = [];

  constructor(room) {
    this.room = room;
  }

  onMessage(message, connection) {
    if (message === 'what happened?') return connection.send(JSON.stringify(this.log));
    connection.close(...JSON.parse(message));
    connection.close(4999, 'twice');
    try {
      connection.send('too late');
      this.log.push('sent');
    } catch (error) {
      this.log.push(`${error.name}: ${error.message}`);
    }
  }

  onClose(connection) {
    this.log.push(`onClose ${connection.id}`);
  }
}

export default class extends Closing {}
export const parties = {
  hibernating: class extends Closing {
    options = { hibernate: true };
  },
};

export async function drive({ open, until }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const witness = await open(path);
    const log = async () => JSON.parse(await witness.ask('what happened?'));
    const told = await (await open(`${path}?_pk=told`)).ask('[4001, "out"]');
    await until(async () => (await log()).includes('onClose told'));
    const bare = await (await open(`${path}?_pk=bare`)).ask('[]');
    await until(async () => (await log()).includes('onClose bare'));
    seen[path] = { told, bare, log: await log() };
  }
  return seen;
}

const late = "TypeError: Can't call WebSocket send() after close().";
const each = { told: { close: 4001, reason: 'out' }, bare: { close: 1005, reason: '' }, log: [late, 'onClose told', late, 'onClose bare'] };
export const expected = { '/party/x': each, '/parties/hibernating/x': each };
