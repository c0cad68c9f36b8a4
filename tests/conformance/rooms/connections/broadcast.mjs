// `room.broadcast` reaches every connection, the sender's too, except those it is told to leave out.
export const rows = ['C09', 'C10', 'C11'];
export const title = 'broadcast reaches everybody, the sender too, but not those it leaves out; text stays text and bytes stay bytes';

export default class {
  constructor(room) {
    this.room = room;
  }

  onMessage(message, sender) {
    if (typeof message !== 'string') this.room.broadcast(new Uint8Array(message).subarray(1));
    else this.room.broadcast(`${sender.id}: ${message}`, { others: [sender.id], 'others too': sender.id }[message]);
  }
}

export async function drive({ open }) {
  const ann = await open('/party/r?_pk=ann');
  const bob = await open('/party/r?_pk=bob');
  await open('/party/elsewhere');
  ann.send('all');
  ann.send('others');
  ann.send('others too');
  ann.send(new Uint8Array([1, 2, 3]));
  return { ann: await ann.take(2), bob: await bob.take(4) };
}

export const expected = {
  ann: ['ann: all', { binary: [2, 3] }],
  bob: ['ann: all', 'ann: others', 'ann: others too', { binary: [2, 3] }],
};
