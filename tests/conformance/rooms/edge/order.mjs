// What is not a room's is a file first, then main's `onFetch`, then `404.html`, then a plain 404.
export const rows = ['U22', 'U23', 'U25', 'U26'];
export const title = 'a file, then onFetch of main, then 404.html; no other party is asked';

export default class {
  static onFetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/null') return null;
    if (pathname === '/undefined') return undefined;
    return new Response(`onFetch ${pathname}`);
  }
}
export const parties = {
  other: class {
    static onFetch() {
      return new Response('not me');
    }
  },
};
export const config = { serve: 'public' };
export const files = { 'public/a.txt': 'a file', 'public/404.html': '<h1>Nothing here</h1>' };

export async function drive({ http }) {
  const answers = {};
  for (const path of ['/a.txt', '/b.txt', '/null', '/undefined']) {
    const { status, text } = await http(path);
    answers[path] = [status, text];
  }
  return answers;
}

export const expected = {
  '/a.txt': [200, 'a file'],
  '/b.txt': [200, 'onFetch /b.txt'],
  '/null': [404, '<h1>Nothing here</h1>'],
  '/undefined': [404, '<h1>Nothing here</h1>'],
};
