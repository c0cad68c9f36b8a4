import net from 'node:net';
import { once } from 'node:events';

export const rows = ['cli:G20', 'cli:D03'];
export const title = 'a port that is no number, and one that someone has, are errors with exit code 1';

export const files = {
  'partykit.json': JSON.stringify({ name: 'port', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': 'export default {};',
};

export async function drive({ run }) {
  const taken = net.createServer().listen(0, '0.0.0.0');
  await once(taken, 'listening');
  const port = String(taken.address().port);
  const word = await run(['dev', '--port', 'abc']);
  const busy = await run(['dev', '--port', port], { seconds: 20 });
  taken.close();
  return {
    word: [word.code, /"port"|--port/.test(word.stdout + word.stderr)],
    busy: [busy.code, /already in use/.test(busy.stdout + busy.stderr)],
  };
}

export const expected = { word: [1, true], busy: [1, true] };
export const partykit = { because: 'on a port that someone has it says so, and hangs' };
