// A minified server is a production server.
export const rows = ['cli:B07'];
export const title = 'minify in the config and --minify make NODE_ENV production and the names short';

export const files = {
  'partykit.json': JSON.stringify({ name: 'minify', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'small/partykit.json': JSON.stringify({ name: 'minify', main: '../server.js', compatibilityDate: '2024-07-18', minify: true }),
  'server.js': `
    function aRatherLongName() { return process.env.NODE_ENV; }
    export default { onFetch: () => Response.json([aRatherLongName(), aRatherLongName.name === 'aRatherLongName']) };
  `,
};

export async function drive({ start, restart, http }) {
  const seen = async () => JSON.parse((await http('/')).text);
  await start({ flags: ['-c', 'small/partykit.json'] });
  const config = await seen();
  await restart({ flags: ['--minify'] });
  return { config, flag: await seen() };
}

export const expected = { config: ['production', false], flag: ['production', false] };
export const partykit = {
  because: '--minify does nothing in dev',
  expected: { config: ['production', false], flag: ['development', true] },
};
