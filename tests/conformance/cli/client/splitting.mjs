export const rows = ['cli:A22'];
export const title = 'splitting with a format that cannot be split is an error of the client build: the server runs without it';

export const files = {
  'partykit.json': JSON.stringify({
    name: 'split', main: 'server.js', compatibilityDate: '2024-07-18', serve: { path: 'public', build: { entry: 'client.js', format: 'iife' } },
  }),
  'server.js': 'export default { onFetch: () => new Response("onFetch") };',
  'client.js': '1;',
  'public/a.txt': '',
};

export async function drive({ start, logged, http }) {
  await start();
  await logged(/splitting.*esm/);
  return (await http('/')).text;
}

export const expected = 'onFetch';
export const partykit = { because: '`dev` ends, with exit code 0' };
