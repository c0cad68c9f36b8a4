// What a save does to a running server.
export const rows = ['cli:D13', 'cli:D14', 'cli:D15'];
export const title = 'a save starts the rooms afresh: sockets close with 1012, memory goes, storage stays; a broken save changes nothing';

const code = (version) => `export default class {
  constructor(room) { this.room = room; this.memory = 0; }
  onMessage(message, connection) { connection.send('here'); }
  async onRequest() {
    const stored = (await this.room.storage.get('stored') ?? 0) + 1;
    await this.room.storage.put('stored', stored);
    return Response.json(['${version}', ++this.memory, stored]);
  }
}`;
export const files = {
  'partykit.json': JSON.stringify({ name: 'reload', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': code('one'),
};

export async function drive({ start, http, open, edit, logged, until }) {
  const ask = async () => JSON.parse((await http('/party/room')).text);
  await start();
  const socket = await open('/party/room');
  const before = [await ask(), await ask()];

  edit('server.js', `${code('broken')} +++`);
  await logged(/Unexpected/, { seconds: 30 });
  const kept = [await ask(), await socket.ask('still?')];

  edit('server.js', code('two'));
  const { close } = await socket.next(30_000);
  const after = await until(async () => {
    const answer = await ask().catch(() => []);
    return answer[0] === 'two' && answer;
  }, { seconds: 30 });
  return { before, kept, close, after };
}

const others = {
  before: [['one', 1, 1], ['one', 2, 2]],
  kept: [['one', 3, 3], 'here'],
  after: ['two', 1, 4],
};
export const expected = { ...others, close: 1012 };
export const partykit = { because: 'the sockets end without a close frame, as 1006', expected: { ...others, close: 1006 } };
