// A server may be a plain object; its handlers get the room as an argument.
export const rows = ['L08'];
export const title = 'the handlers of an object get the room after what a class would get, and are its methods';

const log = [];
const server = {
  onConnect(connection, room, context) {
    note('onConnect', this, arguments, [connection.id, room.id, context.request.method]);
  },
  onMessage(message, connection, room) {
    note('onMessage', this, arguments, [message, connection.id, room.id]);
    connection.send('heard');
  },
  onClose(connection, room) {
    note('onClose', this, arguments, [connection.id, room.id]);
  },
  onError(connection, error, room) {
    note('onError', this, arguments, [connection.id, error instanceof Error, room.id]);
  },
  onAlarm(room) {
    note('onAlarm', this, arguments, [typeof room.storage.setAlarm]);
  },
  async onRequest(request, room) {
    if (request.method === 'POST') {
      note('onRequest', this, arguments, [request.method, room.id]);
      await room.storage.setAlarm(Date.now());
    }
    return Response.json(log);
  },
};
export default server;

function note(name, self, given, seen) {
  log.push([name, self === server, given.length, ...seen]);
}

export async function drive({ http, open, until }) {
  const ann = await open('/party/x?_pk=ann');
  await ann.ask('hi');
  ann.close(1000);
  const has = (name) => until(async () => (await http('/party/x')).text.includes(name));
  await has('onClose');
  const bob = await open('/party/x?_pk=bob');
  bob.send('x'.repeat(1024 * 1024 + 1));
  await has('onError');
  await http('/party/x', { method: 'POST' });
  await has('onAlarm');
  return JSON.parse((await http('/party/x')).text);
}

export const expected = [
  ['onConnect', true, 3, 'ann', 'x', 'GET'],
  ['onMessage', true, 3, 'hi', 'ann', 'x'],
  ['onClose', true, 2, 'ann', 'x'],
  ['onConnect', true, 3, 'bob', 'x', 'GET'],
  ['onError', true, 3, 'bob', true, 'x'],
  ['onRequest', true, 2, 'POST', 'x'],
  ['onAlarm', true, 1, 'function'],
];
