export const rows = ['cli:B10'];
export const title = '--with-env makes every key of .env a word of the server and of the client';

export const files = {
  'partykit.json': JSON.stringify({
    name: 'words', main: 'server.js', compatibilityDate: '2024-07-18', serve: { path: 'public', build: 'client.js' }, define: { OVER: '"define"' },
  }),
  '.env': 'WORD=from env\nOVER=from env\n',
  '.env.local': 'NEAR=local\n',
  'server.js': 'const seen = [WORD, OVER, NEAR];\nexport default { onFetch: () => Response.json(seen) };',
  'client.js': 'console.log(WORD);',
  'public/index.html': '',
};

export async function drive({ start, http }) {
  await start({ flags: ['--with-env'] });
  const server = JSON.parse((await http('/words')).text);
  return { server, client: (await http('/dist/client.js')).text.includes('"from env"') };
}

export const expected = { server: ['from env', 'define', 'local'], client: true };
