// `import` in place of `import type` is an easy mistake; what it imports are types all the same.
export const rows = ['cli:B25'];
export const title = 'partykit/server can be imported as a value where the package is not installed';

export const files = {
  'partykit.json': JSON.stringify({ name: 'values', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': "import * as Party from 'partykit/server';\nexport default { onFetch: () => Response.json(typeof Party) };",
};

export async function drive({ start, http }) {
  await start();
  return JSON.parse((await http('/')).text);
}

export const expected = 'object';
export const partykit = { because: 'the build fails until the package is installed' };
