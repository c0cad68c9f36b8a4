export const rows = ['cli:D19'];
export const title = 'a compatibility date that is none ends dev with exit code 1';

export const files = {
  'partykit.json': JSON.stringify({ name: 'dates', main: 'server.js' }),
  'server.js': 'export default {};',
};

export async function drive({ run }) {
  const { code } = await run(['dev', '--port', '0', '--compatibility-date', 'soon'], { seconds: 20 });
  return { code };
}

export const expected = { code: 1 };
export const partykit = { because: 'the exit code is 0', expected: { code: 0 } };
