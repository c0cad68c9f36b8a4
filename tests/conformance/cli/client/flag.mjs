export const rows = ['cli:A24'];
export const title = '--serve replaces all of `serve`, its build and singlePageApp included';

export default {};
export const config = { serve: { path: 'public', singlePageApp: true, build: 'client.js' } };
export const files = { 'client.js': '1;', 'public/index.html': 'the old one', 'other/index.html': 'the new one' };
export const flags = ['--serve', 'other'];

export async function drive({ http, folder }) {
  const { existsSync } = await import('node:fs');
  const page = await http('/');
  const deep = await http('/deep', { headers: { 'sec-fetch-mode': 'navigate' } });
  return { page: page.text, deep: deep.status, built: existsSync(`${folder}/public/dist`) || existsSync(`${folder}/other/dist`) };
}

export const expected = { page: 'the new one', deep: 404, built: false };
