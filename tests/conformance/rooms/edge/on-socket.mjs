// `onSocket` takes every WebSocket that is not a room's.
export const rows = ['U30', 'U31', 'U32'];
export const title = 'onSocket takes the sockets of all paths without a room; it may send at once, and its errors refuse the handshake';

export default {
  onSocket(socket) {
    const { pathname } = new URL(socket.request.url);
    if (pathname === '/broken') throw new Error('not here');
    socket.send(`welcome to ${pathname}`);
    socket.addEventListener('message', ({ data }) => socket.send(`heard ${data}`));
  },
};
export const files = {
  'none/server.js': 'export default {};',
  'none/partykit.json': JSON.stringify({ name: 'none', main: 'server.js', compatibilityDate: '2024-07-18' }),
};

export async function drive({ open, refused, serve }) {
  const seen = {};
  for (const path of ['/', '/foo', '/party/']) {
    const socket = await open(path);
    seen[path] = [await socket.next(), await socket.ask('hi')];
  }
  const { status, text } = await refused('/broken');
  const none = await serve('none');
  const without = await refused('/foo', { at: none.origin });
  return { seen, broken: [status, text], without: [without.status, without.text] };
}

export const expected = {
  seen: {
    '/': ['welcome to /', 'heard hi'],
    '/foo': ['welcome to /foo', 'heard hi'],
    '/party/': ['welcome to /party/', 'heard hi'],
  },
  broken: [500, 'not here'],
  without: [404, 'Not found'],
};
