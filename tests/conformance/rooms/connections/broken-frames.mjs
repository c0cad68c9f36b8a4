// Frames that the protocol does not allow.
export const rows = ['C40', 'C43'];
export const title = 'a frame that breaks the protocol ends the connection with 1002 and a reason, and is an error of it';

class Breaking {
  log = [];

  constructor(room) {
    this.room = room;
  }

  onMessage() {
    this.log.push('message');
  }

  onClose() {
    this.log.push('closed');
  }

  onError(connection, error) {
    this.log.push(`${error instanceof Error}, ${[...this.room.getConnections()].length} left`);
  }

  onRequest() {
    return Response.json(this.log);
  }
}

export default class extends Breaking {}
export const parties = {
  hibernating: class extends Breaking {
    options = { hibernate: true };
  },
};

const BREAKS = {
  'an unknown opcode': [[0x83, 0x80, 0, 0, 0, 0]],
  'a reserved bit': [[0xa1, 0x80, 0, 0, 0, 0]],
  'nothing to continue': [[0x80, 0x80, 0, 0, 0, 0]],
  'a message within another': [[0x01, 0x80, 0, 0, 0, 0], [0x81, 0x80, 0, 0, 0, 0]],
  'half a ping': [[0x09, 0x80, 0, 0, 0, 0]],
};

const handshake = (path) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`;

export async function drive({ raw, http }) {
  const seen = {};
  for (const base of ['/party', '/parties/hibernating']) {
    for (const [name, frames] of Object.entries(BREAKS)) {
      const path = `${base}/${name.replaceAll(' ', '-')}`;
      const bytes = new TextEncoder().encode(handshake(path));
      const answer = await raw(new Uint8Array([...bytes, ...frames.flat()]), { quietMs: 1000 });
      const close = answer.slice(answer.indexOf('\r\n\r\n') + 4);
      seen[path] = [close.charCodeAt(0), close.charCodeAt(2) * 256 + close.charCodeAt(3), close.slice(4), (await http(path)).text];
    }
  }
  return seen;
}

const REASONS = ['Unknown opcode 3', 'Received frame had RSV bits 2 or 3 set', 'Unexpected continuation frame', 'Missing continuation frame', 'Received fragmented control frame'];
const outcomes = (base) => Object.keys(BREAKS).map((name, at) => [`${base}/${name.replaceAll(' ', '-')}`, [0x88, 1002, REASONS[at], '["true, 0 left"]']]);
export const expected = Object.fromEntries([...outcomes('/party'), ...outcomes('/parties/hibernating')]);
