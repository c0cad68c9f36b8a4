// Mistakes in the configuration stop everything, and are named all at once.
export const rows = ['cli:G05', 'cli:G06', 'cli:G07', 'cli:G08'];
export const title = 'unknown fields, wrong types and bad names are validation errors that say where, with exit code 1';

const CASES = {
  'unknown.json': { foo: 1 },
  'build.json': { name: 'a', main: 'server.js', build: { comand: 'true' } },
  'types.json': { name: 'a', main: 1, port: '1', vars: [], parties: { chat: 2 } },
  'name.json': { name: 'Hello', main: 'server.js' },
  'outdated.json': { name: 'a', main: 'server.js', assets: 'public' },
};
export const files = {
  'server.js': 'export default {};',
  ...Object.fromEntries(Object.entries(CASES).map(([name, config]) => [name, JSON.stringify(config)])),
};

export async function drive({ run }) {
  const seen = {};
  for (const name of Object.keys(CASES)) {
    const { code, stdout, stderr } = await run(['dev', '--port', '0', '-c', name]);
    const [line] = /Validation error: [^\u001b\n]*/.exec(stdout + stderr) ?? ['said nothing'];
    seen[name] = [code, line];
  }
  return seen;
}

export const expected = {
  'unknown.json': [1, "Validation error: Unrecognized key(s) in object: 'foo'"],
  'build.json': [1, 'Validation error: Unrecognized key(s) in object: \'comand\' at "build"'],
  'types.json': [1, 'Validation error: Expected string, received number at "main"; Expected number, received string at "port";'
    + ' Expected object, received array at "vars"; Expected string, received number at "parties.chat"'],
  'name.json': [1, 'Validation error: must satisfy /^[a-z0-9_-]+$/ at "name"'],
  'outdated.json': [1, "Validation error: Unrecognized key(s) in object: 'assets'"],
};
