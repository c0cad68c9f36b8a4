// What the protocol allows, and a little that it does not.
export const rows = ['C43', 'C44'];
export const title = 'fragmented messages are put together; text that is no UTF-8 has U+FFFD in its place';

export default class {
  onMessage(message, connection) {
    connection.send(`got ${[...message].map((character) => character.codePointAt(0).toString(16)).join(' ')}`);
  }
}

const HANDSHAKE = 'GET /party/x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
const MORE = 0x00;
const TEXT = 0x01;
const PING = 0x09;
const FINAL = 0x80;

/** A short frame, masked with zeroes. */
function frame(first, ...payload) {
  return [first, 0x80 | payload.length, 0, 0, 0, 0, ...payload];
}

const SENT = [
  ...frame(TEXT, 0x61),
  ...frame(FINAL | PING, 0x21),
  ...frame(MORE, 0x62),
  ...frame(FINAL | MORE, 0x63),
  ...frame(FINAL | TEXT, 0x61, 0xff, 0x62),
];

export async function drive({ raw }) {
  const bytes = new TextEncoder().encode(HANDSHAKE);
  const answer = await raw(new Uint8Array([...bytes, ...SENT]), { quietMs: 3000 });
  const [head, frames] = answer.split('\r\n\r\n');
  return [head.split('\r\n')[0], read(frames)];
}

/** `[first byte, payload]` of short, unmasked frames. */
function read(frames) {
  const found = [];
  for (let at = 0; at < frames.length; at += 2 + frames.charCodeAt(at + 1)) {
    found.push([frames.charCodeAt(at), frames.slice(at + 2, at + 2 + frames.charCodeAt(at + 1))]);
  }
  return found.sort();
}

export const expected = [
  'HTTP/1.1 101 Switching Protocols',
  [[FINAL | TEXT, 'got 61 62 63'], [FINAL | TEXT, 'got 61 fffd 62'], [0x8a, '!']],
];
