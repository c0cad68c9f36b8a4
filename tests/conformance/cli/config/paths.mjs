// Which folder a path in the configuration starts from.
export const rows = ['cli:G15', 'cli:G16'];
export const title = 'main and parties lie beside the config file that -c names; serve, and main as an argument, start from the working directory';

const server = (text) => `export default class {
  static onFetch() { return new Response('${text}'); }
  onRequest() { return new Response('${text}'); }
}`;
export const files = {
  'sub/partykit.json': JSON.stringify({
    name: 'paths', main: 'server.js', parties: { other: './other.js' }, serve: 'public', compatibilityDate: '2024-07-18',
  }),
  'sub/server.js': server('main below'),
  'sub/other.js': server('other below'),
  'sub/public/where.txt': 'below',
  'public/where.txt': 'above',
  'server.js': server('main above'),
};

export async function drive({ start, restart, http }) {
  const seen = async () => ({
    main: (await http('/')).text, other: (await http('/parties/other/a')).text, file: (await http('/where.txt')).text,
  });
  await start({ flags: ['-c', 'sub/partykit.json'] });
  const config = await seen();
  await restart({ flags: ['-c', 'sub/partykit.json', 'server.js'] });
  return { config, argument: await seen() };
}

export const expected = {
  config: { main: 'main below', other: 'other below', file: 'above' },
  argument: { main: 'main above', other: 'other below', file: 'above' },
};
