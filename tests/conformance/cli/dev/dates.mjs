export const rows = ['cli:D18'];
export const title = 'without a compatibility date dev warns and runs; one of the future is as good as the newest';

export const files = {
  'partykit.json': JSON.stringify({ name: 'dates', main: 'server.js' }),
  'server.js': "export default { onFetch: () => new Response('runs') };",
};

export async function drive({ start, restart, http, logged }) {
  await start();
  await logged(/compatibilityDate/);
  const without = (await http('/')).text;
  await restart({ flags: ['--compatibility-date', '2999-01-01'] });
  return [without, (await http('/')).text];
}

export const expected = ['runs', 'runs'];
