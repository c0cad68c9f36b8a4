export const rows = ['cli:G17', 'cli:G18'];
export const title = 'no main, a main that is not there, and serve.include are errors with exit code 1';

const CASES = {
  'none.json': [{ name: 'a' }, 'Missing entry point'],
  'lost.json': [{ name: 'a', main: 'lost.js' }, 'lost.js'],
  'include.json': [{ name: 'a', main: 'server.js', serve: { path: 'public', include: ['*'], exclude: [] } }, 'include'],
  'absent.json': [{ name: 'a', main: 'server.js', serve: 'absent' }, 'absent'],
};
export const files = {
  'server.js': 'export default {};',
  'public/index.html': '',
  ...Object.fromEntries(Object.entries(CASES).filter(([, [config]]) => config).map(([name, [config]]) => [name, JSON.stringify(config)])),
};

export async function drive({ run }) {
  const seen = {};
  for (const [name, [, named]] of Object.entries({ ...CASES, 'nowhere.json': [null, 'nowhere.json'] })) {
    const { code, stdout, stderr } = await run(['dev', '--port', '0', '-c', name]);
    seen[name] = [code, (stdout + stderr).includes(named)];
  }
  return seen;
}

const all = (code) => Object.fromEntries([...Object.keys(CASES), 'nowhere.json'].map((name) => [name, [code, true]]));
export const expected = all(1);
export const partykit = { because: 'the exit code is 0, but for a main that is not there', expected: { ...all(0), 'lost.json': [1, true] } };
