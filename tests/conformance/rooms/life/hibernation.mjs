// With `options.hibernate` a room may go while its sockets stay. What comes back is what the platform keeps of them.
export const rows = ['L17'];
export const title = 'a hibernating room comes back as a new instance, with the id, uri, state and tags of its connections, for messages and for closes';

export default class {
  options = { hibernate: true };
  instance = crypto.randomUUID();
  log = [];

  constructor(room) {
    this.room = room;
  }

  onStart() {
    this.log.push('onStart');
  }

  getConnectionTags() {
    return ['a tag'];
  }

  onConnect(connection) {
    connection.setState({ name: connection.id });
    connection.extra = 'mine';
  }

  onMessage(message, connection) {
    const { id, uri, state, extra = 'none' } = connection;
    const path = new URL(uri).pathname + new URL(uri).search;
    const tagged = [...this.room.getConnections('a tag')].map(({ id }) => id).sort();
    connection.send(JSON.stringify([this.instance, { id, path, state, extra, tagged, log: this.log }]));
  }

  onClose(connection) {
    this.log.push(`onClose ${connection.id} ${connection.state.name}`);
  }

  onRequest() {
    return Response.json([this.instance, this.log]);
  }
}

export const seconds = 50;

export async function drive({ http, open, pass, until }) {
  const ann = await open('/party/x/sub?_pk=ann&a=b');
  await open('/party/x?_pk=bob');
  const cleo = await open('/party/y?_pk=cleo');
  const [before, awake] = JSON.parse(await ann.ask('hi'));
  const [other] = JSON.parse(await cleo.ask('hi'));
  await pass(16);
  const [after, woken] = JSON.parse(await ann.ask('hi'));
  cleo.close(1000);
  const [closedBy, log] = await until(async () => {
    const answer = JSON.parse((await http('/party/y')).text);
    return answer[1].length > 1 && answer;
  });
  return { same: [before === after, other === closedBy], awake, woken, log };
}

const ann = { id: 'ann', path: '/party/x/sub?_pk=ann&a=b', state: { name: 'ann' }, tagged: ['ann', 'bob'], log: ['onStart'] };
export const expected = {
  same: [false, false],
  awake: { ...ann, extra: 'mine' },
  woken: { ...ann, extra: 'none' },
  log: ['onStart', 'onClose cleo cleo'],
};
