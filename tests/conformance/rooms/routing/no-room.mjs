// Paths that only look like a room's.
export const rows = ['U07', 'U08', 'U09', 'U11', 'U15'];
export const title = 'a path without an id is no room, an unknown party is a 404, an empty one a 500; names and prefixes are case-sensitive; errors are plain text';

export default class {
  onRequest() {
    return new Response('a room');
  }
}
export const parties = { other: class {} };

export async function drive({ http, refused }) {
  const answers = {};
  for (const path of ['/party/', '/party//', '/party', '/parties/main/', '/parties/main', '/Party/x', '/parties/nobody/x', '/parties/OTHER/x', '/parties//x']) {
    const { status, text, headers } = await http(path);
    answers[path] = [status, text, headers['content-type']];
  }
  const { status, text } = await refused('/parties/nobody/x');
  return { answers, socket: [status, text], cors: (await http('/parties/nobody/x')).headers['access-control-allow-origin'] ?? 'none' };
}

const plain = 'text/plain;charset=UTF-8';
export const expected = {
  answers: {
    '/party/': [404, 'Not found', plain],
    '/party//': [404, 'Not found', plain],
    '/party': [404, 'Not found', plain],
    '/parties/main/': [404, 'Not found', plain],
    '/parties/main': [404, 'Not found', plain],
    '/Party/x': [404, 'Not found', plain],
    '/parties/nobody/x': [404, 'Party nobody not found', plain],
    '/parties/OTHER/x': [404, 'Party OTHER not found', plain],
    '/parties//x': [500, 'No party found in request url', plain],
  },
  socket: [404, 'Party nobody not found'],
  cors: 'none',
};
