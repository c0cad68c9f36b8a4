export const rows = ['cli:G09'];
export const title = 'parties have lower-case names other than main, and their files exist; else the exit code is 1';

const CASES = {
  'upper.json': [{ Chat: 'server.js' }, 'must satisfy /^[a-z0-9_-]+$/ at "parties'],
  'main.json': [{ main: 'server.js' }, 'main'],
  'missing.json': [{ chat: 'nothing.js' }, 'Could not find party: '],
};
export const files = {
  'server.js': 'export default {};',
  ...Object.fromEntries(Object.entries(CASES).map(([name, [parties]]) => [name, JSON.stringify({ name: 'a', main: 'server.js', parties })])),
};

export async function drive({ run }) {
  const seen = {};
  for (const [name, [, named]] of Object.entries(CASES)) {
    const { code, stdout, stderr } = await run(['dev', '--port', '0', '-c', name]);
    seen[name] = [code, (stdout + stderr).includes(named)];
  }
  return seen;
}

export const expected = { 'upper.json': [1, true], 'main.json': [1, true], 'missing.json': [1, true] };
