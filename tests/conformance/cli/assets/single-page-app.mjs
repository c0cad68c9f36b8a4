// A page that makes its own routes: browsers say `Sec-Fetch-Mode: navigate` when someone opens an address.
export const rows = ['cli:A11', 'cli:A12'];
export const title = 'with singlePageApp navigations get index.html, before onFetch; other requests do not, and rooms stay rooms';

export default class {
  static onFetch(request) {
    return new URL(request.url).pathname === '/api' ? new Response('onFetch') : null;
  }

  onRequest() {
    return new Response('room');
  }
}
export const config = { serve: { path: 'public', singlePageApp: true } };
export const files = { 'public/index.html': 'the app', 'public/a.js': '1' };

export async function drive({ http }) {
  const answers = {};
  for (const path of ['/', '/deep/down', '/api', '/missing.js', '/a.js', '/party/room', '/party/']) {
    const navigated = await http(path, { headers: { 'sec-fetch-mode': 'navigate' } });
    const fetched = await http(path, { headers: { 'sec-fetch-mode': 'cors' } });
    answers[path] = { navigated: [navigated.status, navigated.text], fetched: [fetched.status, fetched.text] };
  }
  return answers;
}

export const expected = {
  '/': { navigated: [200, 'the app'], fetched: [200, 'the app'] },
  '/deep/down': { navigated: [200, 'the app'], fetched: [404, 'Not found'] },
  '/api': { navigated: [200, 'the app'], fetched: [200, 'onFetch'] },
  '/missing.js': { navigated: [200, 'the app'], fetched: [404, 'Not found'] },
  '/a.js': { navigated: [200, '1'], fetched: [200, '1'] },
  '/party/room': { navigated: [200, 'room'], fetched: [200, 'room'] },
  '/party/': { navigated: [200, 'the app'], fetched: [404, 'Not found'] },
};
