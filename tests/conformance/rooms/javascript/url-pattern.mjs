// Routes, in the way of the platform.
export const rows = ['J11'];
export const title = 'URLPattern tells whether a URL matches, and what its named parts, groups and wildcards are';

export default class {
  onRequest() {
    const route = new URLPattern({ pathname: '/party/:room/:rest*' });
    const typed = new URLPattern('/items/:id(\\d+){.:format}?', 'http://example.com');
    return Response.json({
      match: route.exec('http://example.com/party/abc/d/e?x=1').pathname.groups,
      none: route.exec('http://example.com/other'),
      test: ['/items/5', '/items/5.json', '/items/five'].map((path) => typed.test(path, 'http://example.com')),
      host: [typed.hostname, typed.test('http://other.com/items/5')],
      wildcard: new URLPattern({ hostname: '*.example.com', pathname: '/*' }).exec('https://a.example.com/b/c').hostname.groups,
      format: typed.exec('/items/7.png', 'http://example.com').pathname.groups,
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  match: { room: 'abc', rest: 'd/e' },
  none: null,
  test: [true, true, false],
  host: ['example.com', false],
  wildcard: { 0: 'a' },
  format: { id: '7', format: 'png' },
};
