export const rows = ['cli:G01'];
export const title = 'a partykit.json further up is found from a folder below it';

export const files = {
  'partykit.json': JSON.stringify({ name: 'upward', main: 'src/server.js', compatibilityDate: '2024-07-18' }),
  'src/server.js': "export default { onFetch: () => new Response('found') };",
  'src/deep/a.txt': '',
};

export async function drive({ serve, http }) {
  const { origin } = await serve('src/deep');
  return (await http('/', { at: origin })).text;
}

export const expected = 'found';
export const partykit = { because: 'it starts nothing: the entry lies outside of the working directory' };
