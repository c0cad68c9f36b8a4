// What is agreed upon with a client, which is nothing.
export const rows = ['C45', 'C46', 'C47'];
export const title = 'a room agrees on no subprotocol and no compression; a handshake without a key or with another version is a 400';

export default class {
  onConnect(connection) {
    connection.send('welcome');
  }
}

const ASKED = {
  connection: 'Upgrade',
  upgrade: 'WebSocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol': 'chat, superchat',
  'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits',
};

export async function drive({ raw, address }) {
  const ask = async (changed = {}) => {
    const headers = Object.entries({ host: address, ...ASKED, ...changed }).filter(([, value]) => value);
    const lines = ['GET /party/x HTTP/1.1', ...headers.map(([name, value]) => `${name}: ${value}`)];
    const [head, body] = (await raw(`${lines.join('\r\n')}\r\n\r\n`, { quietMs: 2000 })).split('\r\n\r\n');
    const [status, ...answered] = head.split('\r\n');
    return { status: status.split(' ')[1], headers: Object.fromEntries(answered.map((line) => line.toLowerCase().split(': '))), body };
  };
  const fine = await ask();
  const refused = [];
  for (const change of [{ 'sec-websocket-key': '' }, { 'sec-websocket-version': '8' }, { 'sec-websocket-version': '' }]) {
    const { status, body } = await ask(change);
    refused.push([status, body]);
  }
  return { fine: [fine.status, fine.headers], refused, noConnection: (await ask({ connection: '' })).status };
}

const version = ['400', 'ERROR: The requested WebSocket version is not supported.'];
export const expected = {
  fine: ['101', { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-accept': 's3pplmbitxaq9kygzzhzrbk+xoo=' }],
  refused: [['400', 'ERROR: Missing Sec-WebSocket-Key'], version, version],
  noConnection: '101',
};
const newer = ['426', version[1]];
export const workerd = { because: 'newer versions answer another version with 426', expected: { ...expected, refused: [expected.refused[0], newer, newer] } };
