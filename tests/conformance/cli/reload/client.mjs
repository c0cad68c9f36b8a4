// The page's code has a build of its own.
export const rows = ['cli:A23'];
export const title = 'saving client code leaves the sockets alone; while its build fails files answer 503 with the error, until it is mended';

export const files = {
  'partykit.json': JSON.stringify({
    name: 'client', main: 'server.js', compatibilityDate: '2024-07-18', serve: { path: 'public', build: 'client.js' },
  }),
  'server.js': 'export default class { onMessage(message, connection) { connection.send(message); } }',
  'client.js': "console.log('one');",
  'public/index.html': 'the index',
};

export async function drive({ start, open, http, edit, until }) {
  await start();
  const socket = await open('/party/room');
  const bundle = () => http('/dist/client.js');
  const shows = (part) => until(async () => {
    const answer = await bundle();
    return answer.text.includes(part) && answer;
  }, { seconds: 30 });
  edit('client.js', "console.log('two');");
  await shows('two');
  edit('client.js', 'console.log(;');
  const broken = await shows('Unexpected');
  const page = await http('/index.html');
  edit('client.js', "console.log('three');");
  const mended = await shows('three');
  return {
    broken: [broken.status, broken.headers['content-type'].split(';')[0]], page: page.status, mended: mended.status, index: (await http('/')).text, alive: await socket.ask('alive'),
  };
}

export const expected = { broken: [503, 'text/plain'], page: 503, mended: 200, index: 'the index', alive: 'alive' };
