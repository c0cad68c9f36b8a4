// Errors of the build name the place. A server that never ran has nothing to keep: `dev` waits for the next save.
export const rows = ['cli:B20', 'cli:B21'];
export const title = 'an import that leads nowhere and a syntax error are shown with file, line, column and the line itself';

const project = (name) => JSON.stringify({ name, main: 'server.js', compatibilityDate: '2024-07-18' });
export const files = {
  'partykit.json': project('errors'),
  'server.js': "import { a } from './a.js';\nexport default { onFetch: () => new Response(a) };\n",
  'a.js': "export const a = 'fine';\n",
};

export async function drive({ start, http, edit, logged }) {
  await start();
  edit('a.js', "import b from './missing.js';\nexport const a = b;\n");
  await logged(/Could not resolve "\.\/missing\.js"/);
  const [place] = await logged(/a\.js:1:14/);
  const [line] = await logged(/import b from .*'\.\/missing\.js'/);
  edit('a.js', 'export const a = ;\n');
  const [syntax] = await logged(/Unexpected ";"/);
  await logged(/a\.js:1:17/);
  return { place, line: line.length > 0, syntax, still: (await http('/')).text };
}

export const expected = { place: 'a.js:1:14', line: true, syntax: 'Unexpected ";"', still: 'fine' };
