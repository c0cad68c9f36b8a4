export const rows = ['cli:D16'];
export const title = 'a first build that fails waits for the save that mends it';

export const files = {
  'partykit.json': JSON.stringify({ name: 'first', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': 'export default {',
};

export async function drive(stage) {
  const started = stage.start();
  await stage.until(() => /Expected .* but found/.test(stage.log), { seconds: 30 });
  stage.edit('server.js', "export default { onFetch: () => new Response('mended') };");
  await started;
  return (await stage.http('/')).text;
}

export const expected = 'mended';
