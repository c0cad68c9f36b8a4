// `onFetch` runs before any room, without one.
export const rows = ['U24', 'U29'];
export const title = 'onFetch: its errors are 500s; its request cannot be changed';

export default class {
  static onFetch(request, lobby, context) {
    const { pathname } = new URL(request.url);
    if (pathname === '/error') throw new Error('it broke');
    if (pathname === '/empty') throw new Error('');
    if (pathname === '/other') return 'no response';
    if (pathname === '/headers') request.headers.set('x-mine', '1');
    return Response.json({ lobby: Object.keys(lobby).sort(), context: typeof context.waitUntil });
  }
}

export async function drive({ http }) {
  const answers = {};
  for (const path of ['/error', '/headers', '/fine']) {
    const { status, text } = await http(path);
    answers[path] = [status, text];
  }
  const other = await http('/other');
  answers['/other'] = [other.status, other.text.includes("the Promise did not resolve to 'Response'")];
  return answers;
}

const fine = { lobby: ['ai', 'analytics', 'assets', 'bindings', 'env', 'parties', 'vectorize'], context: 'function' };
export const expected = {
  '/error': [500, 'it broke'],
  '/headers': [500, "Can't modify immutable headers."],
  '/fine': [200, JSON.stringify(fine)],
  '/other': [500, true],
};
