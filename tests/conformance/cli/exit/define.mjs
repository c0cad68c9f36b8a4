export const rows = ['cli:B05'];
export const title = 'a --define that is neither a literal nor a name ends dev with exit code 1';

export const files = {
  'partykit.json': JSON.stringify({ name: 'define', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': 'export default {};',
};

export async function drive({ run }) {
  const { code, stdout, stderr } = await run(['dev', '--port', '0', '--define', 'GOOD=1', 'BAD=not valid'], { seconds: 20 });
  return { code, said: /Invalid define value/.test(stdout + stderr) };
}

export const expected = { code: 1, said: true };
