// The response of a room goes out as it is.
export const rows = ['R01', 'R05', 'R09', 'R12'];
export const title = "a room's response goes out as it is: status, reason, headers, several cookies, or no body at all";

const RESPONSES = {
  custom: () => new Response('made', { status: 201, statusText: 'Weird', headers: { 'content-type': 'text/x-mine', 'x-mine': 'yes' } }),
  cookies: () => {
    const headers = new Headers([['set-cookie', 'a=1'], ['set-cookie', 'b=2; Path=/'], ['x-m', '1']]);
    headers.append('x-m', '2');
    return new Response(null, { headers });
  },
  json: () => Response.json({ a: 1 }, { status: 202 }),
  redirect: () => Response.redirect('http://example.com/there', 302),
  empty: () => new Response(null, { status: 204 }),
  unchanged: () => new Response(null, { status: 304, headers: { etag: '"1"' } }),
  nothing: () => new Response(null, { status: 404 }),
  high: () => new Response('?', { status: 599, statusText: 'High' }),
  impossible: () => new Response('?', { status: 600 }),
};

export default class {
  onRequest(request) {
    return RESPONSES[new URL(request.url).pathname.split('/').at(-1)]();
  }
}

const SHOWN = ['content-type', 'content-length', 'x-mine', 'set-cookie', 'x-m', 'location', 'etag'];

export async function drive({ http }) {
  const answers = {};
  for (const name of Object.keys(RESPONSES)) {
    const { status, reason, headers, text } = await http(`/party/x/${name}`, name === 'nothing' ? { method: 'HEAD' } : {});
    const shown = Object.fromEntries(SHOWN.filter((header) => header in headers).map((header) => [header, headers[header]]));
    answers[name] = [status, reason, shown, text];
  }
  return answers;
}

export const expected = {
  custom: [201, 'Weird', { 'content-type': 'text/x-mine', 'content-length': '4', 'x-mine': 'yes' }, 'made'],
  cookies: [200, 'OK', { 'content-length': '0', 'set-cookie': ['a=1', 'b=2; Path=/'], 'x-m': ['1', '2'] }, ''],
  json: [202, 'Accepted', { 'content-type': 'application/json', 'content-length': '7' }, '{"a":1}'],
  redirect: [302, 'Found', { 'content-length': '0', location: 'http://example.com/there' }, ''],
  empty: [204, 'No Content', {}, ''],
  unchanged: [304, 'Not Modified', { etag: '"1"' }, ''],
  nothing: [404, 'Not Found', {}, ''],
  high: [599, 'High', { 'content-type': 'text/plain;charset=UTF-8', 'content-length': '1' }, '?'],
  impossible: [
    500, 'Internal Server Error', { 'content-type': 'text/plain;charset=UTF-8', 'content-length': '87' },
    'Responses may only be constructed with status codes in the range 200 to 599, inclusive.',
  ],
};
