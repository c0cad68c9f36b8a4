// Words of the source that the build replaces.
export const rows = ['cli:B05', 'cli:B06', 'cli:B07'];
export const title = 'define and --define take literals, JSON and identifiers; PARTYKIT_HOST and NODE_ENV are defined already';

export const files = {
  'partykit.json': JSON.stringify({
    name: 'define', main: 'server.js', compatibilityDate: '2024-07-18',
    define: { TEXT: '"config"', LIST: '[1, { "a": true }]', 'process.env.MODE': '"from define"', WHERE: 'globalThis.location', OVER: '"config"' },
  }),
  'server.js': `
    globalThis.location = 'an identifier';
    const seen = { text: TEXT, list: LIST, mode: process.env.MODE, where: WHERE, over: OVER, number: NUMBER, host: PARTYKIT_HOST, env: process.env.NODE_ENV };
    export default { onFetch: () => Response.json(seen) };
  `,
};

export async function drive(stage) {
  const { start, http } = stage;
  await start({ flags: ['--define', 'OVER="flag"', 'NUMBER=2'] });
  const { host, ...seen } = JSON.parse((await http('/')).text);
  return { seen, host: host === stage.address };
}

export const expected = {
  seen: {
    text: 'config', list: [1, { a: true }], mode: 'from define', where: 'an identifier', over: 'flag', number: 2, env: 'development',
  },
  host: true,
};
