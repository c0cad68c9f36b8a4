export const rows = ['cli:D17'];
export const title = 'a module that throws while it loads is mended by the next save';

const code = (text) => `export default { onFetch: () => new Response('${text}') };`;
export const files = {
  'partykit.json': JSON.stringify({ name: 'throws', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': code('one'),
};

export async function drive({ start, edit, logged, http, until }) {
  await start();
  edit('server.js', "throw new Error('not today');");
  await logged(/not today/, { seconds: 20 });
  edit('server.js', code('two'));
  return until(async () => {
    const { text } = await http('/').catch(() => ({}));
    return text === 'two' && text;
  }, { seconds: 20 });
}

export const expected = 'two';
export const partykit = { because: 'it is stuck until it is started again' };
