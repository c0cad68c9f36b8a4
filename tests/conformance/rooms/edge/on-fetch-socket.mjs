// Only here, where user code answers the handshake, can a subprotocol be agreed upon.
export const rows = ['U28'];
export const title = 'onFetch may answer with a WebSocket of its own, headers included';

export default class {
  static onFetch(request) {
    const [far, near] = Object.values(new WebSocketPair());
    near.accept();
    near.addEventListener('message', ({ data }) => near.send(`heard ${data}`));
    near.addEventListener('close', () => near.close());
    return new Response(null, { status: 101, webSocket: far, headers: { 'sec-websocket-protocol': 'chat', 'x-mine': 'yes' } });
  }
}

export async function drive({ open }) {
  const socket = await open('/live', { protocols: ['chat'] });
  return [socket.agreed.protocol, await socket.ask('hi')];
}

export const expected = ['chat', 'heard hi'];
