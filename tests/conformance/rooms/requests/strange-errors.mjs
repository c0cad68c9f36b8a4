// What is thrown may throw again when it is looked at.
export const rows = ['R02', 'L07', 'C23'];
export const title = 'a value that cannot be shown is answered all the same, wherever it is thrown';

class Strange {
  toString() {
    throw this;
  }
}

function message(error, property) {
  return Object.defineProperty(error, 'message', property);
}

const FAILURES = {
  'throws itself': () => new Strange(),
  'message throws itself': () => {
    const error = new Error('unseen');
    return message(error, { get() { throw error; } });
  },
  'no prototype': () => Object.create(null),
  'revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'number for a message': () => message(new Error(), { value: 5 }),
};

export default class {
  constructor(room) {
    this.room = room;
    if (room.id === 'constructor') throw new Strange();
  }

  onStart() {
    if (this.room.id === 'start') throw new Strange();
  }

  onConnect(connection, { request }) {
    const name = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1));
    if (name in FAILURES) throw FAILURES[name]();
    connection.send('welcome');
  }

  onMessage() {
    throw new Strange();
  }

  onRequest(request) {
    throw FAILURES[decodeURIComponent(new URL(request.url).pathname.split('/').at(-1))]();
  }
}

export async function drive({ http, open, refused }) {
  const requests = {};
  for (const name of Object.keys(FAILURES)) requests[name] = (await http(`/party/x/${encodeURIComponent(name)}`)).status;
  for (const room of ['constructor', 'start']) requests[room] = (await http(`/party/${room}/any`)).status;
  const connects = { 'throws itself': (await refused('/party/x/throws%20itself')).status };
  connects['number for a message'] = await (await open('/party/x/number%20for%20a%20message')).next();
  const client = await open('/party/x/fine');
  const welcome = await client.next();
  client.send('fail');
  return { requests, connects, welcome, pong: await client.ping('still here') };
}

export const expected = {
  requests: { ...Object.fromEntries(Object.keys(FAILURES).map((name) => [name, 500])), constructor: 500, start: 500 },
  connects: { 'throws itself': 500, 'number for a message': { close: 1011, reason: '5' } },
  welcome: 'welcome',
  pong: 'still here',
};
