// A Close frame has room for 123 bytes of reason.
export const rows = ['C25'];
export const title = 'a reason that is too long for a Close frame is cut, at a whole character';

const LONG = `${'x'.repeat(122)}ü and more`;

export default class {
  onConnect(connection) {
    if (connection.id === 'failing') throw new Error(LONG);
  }

  onMessage(message, connection) {
    connection.close(4000, LONG);
  }
}

export async function drive({ open }) {
  const failing = await open('/party/x?_pk=failing');
  const closed = await open('/party/x?_pk=closed');
  return [await failing.next(), await closed.ask('close me')];
}

export const expected = [{ close: 1011, reason: 'x'.repeat(122) }, { close: 4000, reason: 'x'.repeat(122) }];
const broken = { close: 1006, reason: '' };
export const partykit = { because: 'the frame that goes out is broken', expected: [broken, broken] };
