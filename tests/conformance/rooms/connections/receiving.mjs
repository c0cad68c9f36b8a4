// Text comes as a string and bytes as an ArrayBuffer, however little they are.
export const rows = ['C05', 'C06', 'C42'];
export const title = 'onMessage gets text as a string and bytes as an ArrayBuffer, empty ones too; pings are answered without it';

function describe(message, connection) {
  const kind = typeof message === 'string' ? 'string' : message.constructor.name;
  const content = typeof message === 'string' ? message : [...new Uint8Array(message)];
  connection.send(JSON.stringify([kind, content]));
}

export default class {
  onMessage = describe;
}
export const parties = {
  hibernating: class {
    options = { hibernate: true };
    onMessage = describe;
  },
};

export async function drive({ open }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const socket = await open(path);
    const answers = [];
    for (const message of ['hi ü', new Uint8Array([0, 255]), '', new Uint8Array(0)]) answers.push(JSON.parse(await socket.ask(message)));
    const pong = await socket.ping('still there?');
    seen[path] = [...answers, pong, JSON.parse(await socket.ask('after the ping'))];
  }
  return seen;
}

const each = [
  ['string', 'hi ü'],
  ['ArrayBuffer', [0, 255]],
  ['string', ''],
  ['ArrayBuffer', []],
  'still there?',
  ['string', 'after the ping'],
];
export const expected = { '/party/x': each, '/parties/hibernating/x': each };
