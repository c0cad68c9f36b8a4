// Parts of `serve` without the one that they are about.
export const rows = ['cli:G06'];
export const title = 'serve without a path, and serve.build without an entry, do nothing and stop nothing';

const at = (folder, serve) => ({
  [`${folder}/partykit.json`]: JSON.stringify({ name: 'serve', main: 'server.js', compatibilityDate: '2024-07-18', serve }),
  [`${folder}/server.js`]: 'export default {};',
  [`${folder}/public/index.html`]: 'the index',
});
export const files = { ...at('pathless', { singlePageApp: true, build: 'client.js' }), ...at('entryless', { path: 'public', build: { minify: true } }) };

export async function drive({ serve, http }) {
  const page = async (folder) => (await http('/index.html', { at: (await serve(folder)).origin })).text;
  return { pathless: await page('pathless'), entryless: await page('entryless') };
}

export const expected = { pathless: 'Not found', entryless: 'the index' };
