import fs from 'node:fs';
import path from 'node:path';

export const rows = ['cli:A16'];
export const title = 'links to files and folders are served as what they point to';

export const files = {
  'partykit.json': JSON.stringify({ name: 'links', main: 'server.js', serve: 'public', compatibilityDate: '2024-07-18' }),
  'server.js': 'export default {};',
  'public/index.html': 'the index',
  'elsewhere/a.txt': 'a file elsewhere',
};

export async function drive({ folder, start, http }) {
  fs.symlinkSync(path.join(folder, 'elsewhere/a.txt'), path.join(folder, 'public/file.txt'));
  fs.symlinkSync('../elsewhere', path.join(folder, 'public/folder'));
  await start();
  return [(await http('/file.txt')).text, (await http('/folder/a.txt')).text];
}

export const expected = ['a file elsewhere', 'a file elsewhere'];
