// A connection knows who it is and with what request it came.
export const rows = ['C02', 'C03', 'C04'];
export const title = 'the first _pk of the query, decoded, is the id of a connection, a UUID if there is none; uri and request keep the whole URL';

export default class {
  onConnect(connection, { request }) {
    const { id, uri, socket } = connection;
    connection.send(JSON.stringify([id, uri, uri === request.url, request.headers.get('x-mine'), socket === connection]));
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export async function drive({ open, address }) {
  const seen = [];
  for (const path of ['?_pk=ann', '?_pk=a%20b%2Fc+d', '/sub?x=%20y&_pk=first&_pk=second', '', '?_pk=', '?_pk=&_pk=later', '?%5Fpk=escaped']) {
    const socket = await open(`/party/x${path}`, { headers: { 'X-Mine': 'yes' } });
    const [id, uri, ...same] = JSON.parse(await socket.next());
    seen.push([UUID.test(id) ? 'a UUID' : id, uri.replace(address, 'HOST'), ...same]);
  }
  return seen;
}

const same = [true, 'yes', true];
export const expected = [
  ['ann', 'http://HOST/party/x?_pk=ann', ...same],
  ['a b/c d', 'http://HOST/party/x?_pk=a%20b%2Fc+d', ...same],
  ['first', 'http://HOST/party/x/sub?x=%20y&_pk=first&_pk=second', ...same],
  ['a UUID', 'http://HOST/party/x', ...same],
  ['a UUID', 'http://HOST/party/x?_pk=', ...same],
  ['a UUID', 'http://HOST/party/x?_pk=&_pk=later', ...same],
  ['escaped', 'http://HOST/party/x?%5Fpk=escaped', ...same],
];
