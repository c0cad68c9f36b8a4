// Files come and go while the server runs.
export const rows = ['cli:A14', 'cli:A15'];
export const title = 'an edited file is served anew without touching sockets; files that are added are found, and removed ones gone';

import fs from 'node:fs';

export const files = {
  'partykit.json': JSON.stringify({ name: 'files', main: 'server.js', serve: 'public', compatibilityDate: '2024-07-18' }),
  'server.js': 'export default class { onMessage(message, connection) { connection.send(message); } }',
  'public/a.txt': 'one',
};

export async function drive({ start, open, http, edit, until, folder }) {
  await start();
  const socket = await open('/party/room');
  edit('public/a.txt', 'two');
  const edited = (await until(async () => {
    const answer = await http('/a.txt');
    return answer.text === 'two' && answer;
  })).text;
  const alive = await socket.ask('alive');
  const text = (path) => http(path).then(({ text: content }) => content, () => 'refused');
  edit('public/new/b.txt', 'new');
  await until(async () => await text('/new/b.txt') === 'new', { seconds: 30 });
  fs.rmSync(`${folder}/public/a.txt`);
  await until(async () => await text('/a.txt') === 'Not found', { seconds: 30 });
  return { edited, alive };
}

export const expected = { edited: 'two', alive: 'alive' };
