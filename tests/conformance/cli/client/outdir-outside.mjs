// What is built outside of the served folder could never be fetched.
const project = (build) => JSON.stringify({ name: 'outside', main: 'server.js', compatibilityDate: '2024-07-18', serve: { path: 'public', build } });

export const rows = ['cli:A21'];
export const title = 'an outdir outside of the served folder is an error, with exit code 1';

export const files = {
  'partykit.json': project({ entry: 'client.js', outdir: 'elsewhere' }),
  'server.js': 'export default {};',
  'client.js': '1;',
  'public/index.html': 'the index',
};

export async function drive({ run }) {
  const { code, stdout, stderr } = await run(['dev', '--port', '0']);
  return { code, named: /elsewhere/.test(stdout + stderr) };
}

export const expected = { code: 1, named: true };
export const partykit = { because: 'it starts, and answers every file with 500 `Network connection lost.`' };
