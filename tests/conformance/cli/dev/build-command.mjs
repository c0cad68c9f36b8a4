export const rows = ['cli:D20'];
export const title = 'build.command runs once before the build, in build.cwd, and again when something under build.watch changes';

export const files = {
  'partykit.json': JSON.stringify({
    name: 'command', main: 'made/server.js', compatibilityDate: '2024-07-18',
    build: { command: 'echo run >> runs.txt && mkdir -p ../made && cp server.js ../made/server.js', cwd: 'tools', watch: 'source' },
  }),
  'tools/server.js': "export default { onFetch: () => new Response('one') };",
  'source/touched.txt': '1',
};

export async function drive({ start, http, read, edit, until }) {
  await start();
  const first = (await http('/')).text;
  const runs = read('tools/runs.txt').trim().split('\n').length;
  edit('tools/server.js', (code) => code.replace('one', 'two'));
  edit('source/touched.txt', '2');
  await until(async () => (await http('/').catch(() => ({}))).text === 'two', { seconds: 20 });
  return { first, runs, then: 'two' };
}

export const expected = { first: 'one', runs: 1, then: 'two' };
export const partykit = { because: 'at the start it runs twice', expected: { first: 'one', runs: 2, then: 'two' } };
