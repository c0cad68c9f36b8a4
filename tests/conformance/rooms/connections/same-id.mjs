// Two tabs with one id are two sockets, but a list by id has only one place.
export const rows = ['C48', 'C49'];
export const title = 'two connections with one id both stay open; in memory the newest is listed, hibernating both are and getConnection refuses to choose';

class Twins {
  constructor(room) {
    this.room = room;
  }

  onConnect(connection, { request }) {
    connection.setState(new URL(request.url).searchParams.get('name'));
  }

  onMessage(message, connection) {
    if (message === 'broadcast') this.room.broadcast(`broadcast of ${connection.state}`);
    connection.send(JSON.stringify({ me: connection.state, listed: this.listed(), got: this.got() }));
  }

  listed() {
    return [...this.room.getConnections()].map(({ state }) => state).sort();
  }

  got() {
    try {
      return this.room.getConnection('same').state;
    } catch (error) {
      return error.message;
    }
  }
}

export default class extends Twins {}
export const parties = {
  hibernating: class extends Twins {
    options = { hibernate: true };
  },
};

export async function drive({ open }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const old = await open(`${path}?_pk=same&name=old`);
    const young = await open(`${path}?_pk=same&name=young`);
    const answers = [JSON.parse(await old.ask('who?')), JSON.parse(await young.ask('who?'))];
    young.send('broadcast');
    const youngHeard = await young.next();
    await young.next();
    // Whatever was broadcast to the old one came before this.
    const oldHeard = await old.ask('and?');
    seen[path] = { answers, young: youngHeard, old: oldHeard.startsWith('{') ? 'nothing' : oldHeard };
  }
  return seen;
}

const refuses = 'More than one connection found for id same. Did you mean to use getConnections(tag) instead?';
const heard = 'broadcast of young';
const answers = (rest) => [{ me: 'old', ...rest }, { me: 'young', ...rest }];
export const expected = {
  '/party/x': { answers: answers({ listed: ['young'], got: 'young' }), young: heard, old: 'nothing' },
  '/parties/hibernating/x': { answers: answers({ listed: ['old', 'young'], got: refuses }), young: heard, old: heard },
};
