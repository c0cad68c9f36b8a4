export const rows = ['cli:A22'];
export const title = 'splitting with a format that cannot be split ends dev with exit code 1';

export const files = {
  'partykit.json': JSON.stringify({
    name: 'split', main: 'server.js', compatibilityDate: '2024-07-18', serve: { path: 'public', build: { entry: 'client.js', format: 'iife' } },
  }),
  'server.js': 'export default {};',
  'client.js': '1;',
  'public/a.txt': '',
};

export async function drive({ run }) {
  const { code, stdout, stderr } = await run(['dev', '--port', '0'], { seconds: 20 });
  return { code, said: /splitting.*esm/i.test(stdout + stderr) };
}

export const expected = { code: 1, said: true };
export const partykit = { because: 'the exit code is 0', expected: { code: 0, said: true } };
