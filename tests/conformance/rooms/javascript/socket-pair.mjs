// A room that takes sockets by itself, and one that opens them.
export const rows = ['J14'];
export const title = 'a WebSocketPair is two ends that want accept(); fetch with Upgrade gives a socket, of this server too';

export default class {
  static onFetch() {
    const { 0: far, 1: near } = new WebSocketPair();
    near.accept();
    near.addEventListener('message', ({ data }) => near.send(`echo ${data}`));
    near.addEventListener('close', () => near.close());
    return new Response(null, { status: 101, webSocket: far });
  }

  async onRequest() {
    const pair = new WebSocketPair();
    const { 0: one, 1: two } = pair;
    const states = [one.readyState, two.readyState];
    let early;
    try {
      one.send('too early');
    } catch ({ name, message }) {
      early = [name, message.startsWith('You must call one of accept()')];
    }
    one.accept();
    two.accept();
    const heard = new Promise((resolve) => { two.addEventListener('message', ({ data }) => resolve(data)); });
    one.send('hello');
    const closed = new Promise((resolve) => { two.addEventListener('close', ({ code, reason, wasClean }) => resolve([code, reason, wasClean])); });
    const hello = await heard;
    one.close(4001, 'enough');
    const closing = await closed;
    two.close();
    return Response.json({ keys: Object.keys(pair), states, early, hello, closing, outward: await outward() });
  }
}

async function outward() {
  const response = await fetch(`http://${PARTYKIT_HOST}/edge`, { headers: { Upgrade: 'websocket' } });
  const socket = response.webSocket;
  socket.accept();
  const answer = new Promise((resolve) => { socket.addEventListener('message', ({ data }) => resolve(data)); });
  socket.send('hi');
  const said = await answer;
  socket.close(1000, 'done');
  return [response.status, said];
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  keys: ['0', '1'],
  states: [1, 1],
  early: ['TypeError', true],
  hello: 'hello',
  closing: [4001, 'enough', true],
  outward: [101, 'echo hi'],
};
