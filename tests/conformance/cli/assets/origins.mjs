// Files may be read by pages of other origins; rooms decide for themselves.
export const rows = ['cli:A09'];
export const title = 'files allow all origins; answers of rooms and of onFetch get no such header';

export default class {
  static onFetch() {
    return new Response('onFetch');
  }

  onRequest() {
    return new Response('room');
  }
}
export const config = { serve: 'public' };
export const files = { 'public/a.js': '1' };

export async function drive({ http }) {
  const allowed = {};
  for (const path of ['/a.js', '/other', '/party/room']) {
    allowed[path] = (await http(path)).headers['access-control-allow-origin'] ?? null;
  }
  return allowed;
}

export const expected = { '/a.js': '*', '/other': null, '/party/room': null };
