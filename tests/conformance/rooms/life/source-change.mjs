// New code means new rooms: memory goes, storage stays, and clients of rooms in memory have to come again.
export const rows = ['L19'];
export const title = 'a change of the source ends the sockets of rooms in memory, loses their memory and keeps their storage';

const VERSION = 'old';

export default class {
  visits = 0;

  constructor(room) {
    this.storage = room.storage;
  }

  async onRequest() {
    this.visits += 1;
    const stored = (await this.storage.get('visits') ?? 0) + 1;
    await this.storage.put('visits', stored);
    return Response.json([VERSION, this.visits, stored]);
  }

  onMessage(message, connection) {
    connection.send(VERSION);
  }
}

export async function drive({ http, open, edit, until }) {
  const visit = async () => JSON.parse((await http('/party/x')).text);
  const socket = await open('/party/x');
  const before = [await socket.ask('version?'), await visit(), await visit()];
  edit('server.mjs', (source) => source.replace("VERSION = 'old'", "VERSION = 'new'"));
  const { close } = await socket.next();
  await until(async () => (await http('/nowhere').catch(() => ({}))).status === 404);
  const after = await until(async () => visit().catch(() => undefined));
  return { before, close, after, again: await (await open('/party/x')).ask('version?') };
}

export const expected = { before: ['old', ['old', 1, 1], ['old', 2, 2]], close: 1012, after: ['new', 1, 3], again: 'new' };
export const partykit = { because: 'the sockets break off, without a Close frame', expected: { ...expected, close: 1006 } };
export const workerd = { because: 'nothing watches the sources there' };
