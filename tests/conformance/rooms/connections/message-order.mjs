// Messages are started in the order of their coming. Nobody waits for the end of a handler.
export const rows = ['C28', 'C29'];
export const title = 'messages start in order, and while one handler waits, the next one runs';

class Echo {
  async onMessage(message, connection) {
    connection.send(`begin ${message}`);
    if (message === 'slow') await new Promise((resolve) => { this.release = resolve; });
    if (message === 'release') this.release();
    connection.send(`end ${message}`);
  }
}

export default class extends Echo {}
export const parties = {
  hibernating: class extends Echo {
    options = { hibernate: true };
  },
};

export async function drive({ open }) {
  const seen = [];
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const socket = await open(path);
    for (const message of ['slow', 'quick', 'release']) socket.send(message);
    seen.push(await socket.take(6));
    const many = Array.from({ length: 200 }, (_, at) => String(at));
    for (const message of many) socket.send(message);
    const echoes = await socket.take(400);
    seen.push(echoes.filter((echo) => echo.startsWith('begin')).map((echo) => Number(echo.slice(6))).every((number, at) => number === at));
  }
  return seen;
}

const each = [['begin slow', 'begin quick', 'end quick', 'begin release', 'end release', 'end slow'], true];
export const expected = [...each, ...each];
