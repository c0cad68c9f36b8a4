// One bad message is one bad message.
export const rows = ['C27'];
export const title = 'an onMessage or onClose that throws or rejects leaves the socket and its room as they are';

class Failing {
  visits = 0;
  closes = 0;

  onMessage(message, connection) {
    this.visits += 1;
    if (message === 'throw') throw new Error('no');
    if (message === 'reject') return Promise.reject(new Error('no, later'));
    connection.send(`${message} ${this.visits}`);
  }

  onClose() {
    this.closes += 1;
    throw new Error('not even goodbye');
  }

  onRequest() {
    return Response.json([this.visits, this.closes]);
  }
}

export default class extends Failing {}
export const parties = {
  hibernating: class extends Failing {
    options = { hibernate: true };
  },
};

export async function drive({ http, open, until }) {
  const seen = [];
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const ann = await open(path);
    const bob = await open(path);
    ann.send('throw');
    ann.send('reject');
    seen.push([await ann.ask('fine'), await bob.ask('fine')]);
    ann.drop();
    await until(async () => (await http(path)).text === '[4,1]');
    seen.push(await bob.ask('still'));
  }
  return seen;
}

const each = [['fine 3', 'fine 4'], 'still 5'];
export const expected = [...each, ...each];
