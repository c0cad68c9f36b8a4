// What `send` makes of what it is given.
export const rows = ['C07', 'C08'];
export const title = 'send: buffers and views go out as their bytes, everything else as text; nothing at all is a TypeError';

const bytes = () => new Uint8Array([1, 2, 3, 4, 5, 6]);
const VALUES = [
  () => 'text',
  () => bytes().buffer,
  () => bytes().subarray(1, 3),
  () => new DataView(bytes().buffer, 4),
  () => new Uint16Array(bytes().buffer, 2, 1),
  () => 5,
  () => null,
  () => undefined,
  () => ({ a: 1 }),
  () => [1, 2],
  () => true,
];

export default class {
  onMessage(message, connection) {
    for (const value of VALUES) connection.send(value());
    try {
      connection.send();
    } catch (error) {
      connection.send(error.name);
    }
  }
}

export async function drive({ open }) {
  const socket = await open('/party/x');
  socket.send('go');
  return socket.take(VALUES.length + 1);
}

export const expected = [
  'text', { binary: [1, 2, 3, 4, 5, 6] }, { binary: [2, 3] }, { binary: [5, 6] }, { binary: [3, 4] },
  '5', 'null', 'undefined', '[object Object]', '1,2', 'true', 'TypeError',
];
