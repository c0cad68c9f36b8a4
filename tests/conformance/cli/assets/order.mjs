export const rows = ['cli:A13'];
export const title = 'a file comes before onFetch, and a room before a file';

export default class {
  static onFetch() {
    return new Response('onFetch');
  }

  onRequest() {
    return new Response('room');
  }
}
export const config = { serve: 'public' };
export const files = { 'public/a': 'file', 'public/party/a': 'file', 'public/parties/main/a': 'file', 'public/party/index.html': 'index' };

export async function drive({ http }) {
  const answers = {};
  for (const path of ['/a', '/b', '/party/a', '/parties/main/a', '/party/']) answers[path] = (await http(path)).text;
  return answers;
}

export const expected = { '/a': 'file', '/b': 'onFetch', '/party/a': 'room', '/parties/main/a': 'room', '/party/': 'index' };
