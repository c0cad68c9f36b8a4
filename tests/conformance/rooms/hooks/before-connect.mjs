// `onBeforeConnect` stands before every WebSocket of a room. Unlike its sister it may return nothing, and then the
// request goes on as it came.
export const rows = ['B07', 'B08', 'B09', 'B10', 'B11'];
export const title = 'onBeforeConnect refuses with an HTTP answer, hands on what it changed, or lets pass what came';

export default class {
  static onBeforeConnect(request) {
    const url = new URL(request.url);
    switch (url.searchParams.get('do')) {
      case 'refuse':
        return new Response('members only', { status: 403 });
      case 'throw':
        throw new Error('no token');
      case 'nothing':
        request.headers.set('x-added', 'lost');
        return undefined;
      case 'header':
        request.headers.set('x-added', 'kept');
        return request;
      case 'id':
        url.searchParams.set('_pk', 'chosen');
        return new Request(url, request);
      default:
        return request;
    }
  }

  onConnect(connection, { request }) {
    connection.send(JSON.stringify([connection.id, request.headers.get('x-added')]));
  }
}

export async function drive({ open, refused }) {
  const seen = {};
  for (const what of ['refuse', 'throw']) {
    const { status, text } = await refused(`/party/x?do=${what}`);
    seen[what] = [status, text];
  }
  for (const what of ['nothing', 'header', 'id']) {
    const client = await open(`/party/x?do=${what}&_pk=me`);
    seen[what] = JSON.parse(await client.next());
  }
  return seen;
}

export const expected = {
  refuse: [403, 'members only'],
  throw: [401, 'no token'],
  nothing: ['me', null],
  header: ['me', 'kept'],
  id: ['chosen', null],
};
