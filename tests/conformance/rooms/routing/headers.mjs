// What a handler sees of a request is what the client sent, but for `accept-encoding`, which the platform takes over.
export const rows = ['U18', 'U19'];
export const title = 'the Host header makes the URL; headers arrive as sent, accept-encoding as the platform wants it';

export default class {
  onRequest(request) {
    return Response.json([request.url, Object.fromEntries(request.headers)]);
  }
}

export async function drive({ http }) {
  const headers = { Host: 'example.com', 'X-Forwarded-For': '1.2.3.4', 'CF-Connecting-IP': '5.6.7.8', 'Accept-Encoding': 'deflate', 'X-Mine': 'Yes' };
  const [url, seen] = JSON.parse((await http('/party/x?a=b', { headers })).text);
  return [url, seen.host, seen['x-forwarded-for'], seen['cf-connecting-ip'], seen['accept-encoding'], seen['x-mine']];
}

export const expected = ['http://example.com/party/x?a=b', 'example.com', '1.2.3.4', '5.6.7.8', 'br, gzip', 'Yes'];
// There the front server, which is not part of the worker, does the last one.
export const workerd = { because: 'plain workerd hands accept-encoding on', expected: expected.with(4, 'deflate') };
