// Which codes and reasons a close may have.
export const rows = ['C34'];
export const title = 'codes that may not stand in a Close frame and reasons without a code are TypeErrors; the socket stays open';

const CALLS = [[999], [1004], [1005], [1006], [1015], [5000], [undefined, 'why'], [1000], [3000], [4999, 'why']];

export default class {
  onMessage(message, connection) {
    const call = CALLS[Number(message)];
    try {
      connection.close(...call);
    } catch (error) {
      connection.send(`${error.name}: ${error.message}`);
    }
  }
}

export async function drive({ open }) {
  const seen = [];
  let socket = await open('/party/x');
  for (const [at, call] of CALLS.entries()) {
    const answer = await socket.ask(String(at));
    seen.push([...call.map((part) => part ?? 'none'), answer]);
    if (answer.close) socket = await open('/party/x');
  }
  return seen;
}

const invalid = (code) => [code, `TypeError: Invalid WebSocket close code: ${code}.`];
export const expected = [
  ...[999, 1004, 1005, 1006, 1015, 5000].map(invalid),
  ['none', 'why', 'TypeError: If you specify a WebSocket close reason, you must also specify a code.'],
  [1000, { close: 1000, reason: '' }],
  [3000, { close: 3000, reason: '' }],
  [4999, 'why', { close: 4999, reason: 'why' }],
];
const newer = 'InvalidAccessError: If you specify a WebSocket close reason, you must also specify a code.';
export const workerd = { because: 'newer versions have another name for one error', expected: expected.with(6, ['none', 'why', newer]) };
