export const rows = ['cli:D20'];
export const title = 'a build.command that fails at the start is mended by the next save below build.watch';

export const files = {
  'partykit.json': JSON.stringify({
    name: 'command', main: 'server.js', compatibilityDate: '2024-07-18', build: { command: 'sh source/command.sh', watch: 'source' },
  }),
  'source/command.sh': 'echo it says why && exit 3',
  'server.js': "export default { onFetch: () => new Response('runs') };",
};

export async function drive(stage) {
  const started = stage.start();
  await Promise.race([started, stage.until(() => /it says why[^]*Custom build failed/.test(stage.log), { seconds: 30 })]);
  stage.edit('source/command.sh', 'exit 0');
  await started;
  return (await stage.http('/')).text;
}

export const expected = 'runs';
export const partykit = { because: '`dev` ends, with exit code 0' };
