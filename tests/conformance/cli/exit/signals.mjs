export const rows = ['cli:C09'];
export const title = 'SIGINT and SIGTERM end dev with exit code 0, and the port is free again';

export const files = {
  'partykit.json': JSON.stringify({ name: 'signals', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': "export default { onFetch: () => new Response('here') };",
};

export async function drive({ start, restart, stop, http }) {
  const codes = {};
  await start();
  codes.SIGINT = await stop('SIGINT');
  // The same port again.
  await restart();
  const { text } = await http('/');
  codes.SIGTERM = await stop('SIGTERM');
  return { codes, text };
}

export const expected = { codes: { SIGINT: 0, SIGTERM: 0 }, text: 'here' };
