export const rows = ['cli:D20'];
export const title = 'a build.command that fails at the start ends dev with exit code 1';

export const files = {
  'partykit.json': JSON.stringify({
    name: 'command', main: 'server.js', compatibilityDate: '2024-07-18', build: { command: 'echo it says why && exit 3' },
  }),
  'server.js': 'export default {};',
};

export async function drive({ run }) {
  const { code, stdout, stderr } = await run(['dev', '--port', '0']);
  return { code, shown: (stdout + stderr).includes('it says why') };
}

export const expected = { code: 1, shown: true };
export const partykit = { because: 'the exit code is 0', expected: { code: 0, shown: true } };
