// An object has no instances, so what is about those does not apply; whether it hibernates follows from its handlers.
export const rows = ['L09'];
export const title = 'objects have no onStart, no tags and no options; those with onMessage hibernate, those with onConnect alone do not';

let starts = 0;
function onStart() {
  starts += 1;
}

/** Tells what the room is like, and listens, which works only in memory. */
function onConnect(connection, room) {
  connection.addEventListener('message', ({ data }) => connection.send(`listener: ${data}`));
  connection.send(JSON.stringify({ starts, tagged: [...room.getConnections('a tag')].length }));
}

export default {
  options: { hibernate: false },
  onStart,
  getConnectionTags: () => ['a tag'],
  onConnect,
  onMessage(message, connection) {
    connection.send(`onMessage: ${message}`);
  },
};
export const parties = { memory: { options: { hibernate: true }, onStart, onConnect } };

export async function drive({ open }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/memory/x']) {
    const socket = await open(path);
    socket.send('one');
    socket.send('two');
    seen[path] = await socket.take(3);
  }
  return seen;
}

const nothing = '{"starts":0,"tagged":0}';
export const expected = {
  '/party/x': [nothing, 'onMessage: one', 'onMessage: two'],
  '/parties/memory/x': [nothing, 'listener: one', 'listener: two'],
};
