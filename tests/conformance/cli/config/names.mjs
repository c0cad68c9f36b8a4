// Where the configuration is looked for, and how it may be written.
const server = (text) => `export default { onFetch: () => new Response('${text}') };`;
const config = (main) => `{ // JSON5, whatever the name says\n  name: 'names', 'main': '${main}', compatibilityDate: "2024-07-18", }`;

export const rows = ['cli:G02', 'cli:G03', 'cli:G04'];
export const title = 'partykit.json comes before .json5, that before .jsonc, and the last is package.json; all but that are JSON5';

export const files = {
  'partykit.json': config('json.js'),
  'partykit.json5': config('json5.js'),
  'partykit.jsonc': config('jsonc.js'),
  'package.json': JSON.stringify({ name: 'names', partykit: { name: 'names', main: './package.js', compatibilityDate: '2024-07-18' } }),
  ...Object.fromEntries(['json', 'json5', 'jsonc', 'package'].map((name) => [`${name}.js`, server(name)])),
};

export async function drive({ folder, start, restart, http }) {
  const { rmSync } = await import('node:fs');
  const found = [];
  await start();
  found.push((await http('/')).text);
  for (const name of ['partykit.json', 'partykit.json5', 'partykit.jsonc']) {
    rmSync(`${folder}/${name}`);
    await restart();
    found.push((await http('/')).text);
  }
  return found;
}

export const expected = ['json', 'json5', 'jsonc', 'package'];
