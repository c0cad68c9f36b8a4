// A room that nothing holds leaves memory after about ten seconds. Sockets of rooms in memory and timers hold it.
export const rows = ['L14', 'L15', 'L16'];
export const title = 'an idle room is evicted after about 10 s and keeps its storage; a timer or an in-memory socket keeps it alive';

export default class {
  constructor(room) {
    this.storage = room.storage;
    this.instance = crypto.randomUUID();
    this.ticks = 0;
    if (room.id === 'ticking') setInterval(() => { this.ticks += 1; }, 1000);
  }

  async onRequest() {
    const visits = (await this.storage.get('visits') ?? 0) + 1;
    await this.storage.put('visits', visits);
    return Response.json({ instance: this.instance, visits, ticks: this.ticks });
  }

  onMessage(message, connection) {
    connection.send(this.instance);
  }
}

export const seconds = 50;

export async function drive({ http, open, pass }) {
  const ask = async (room) => JSON.parse((await http(`/party/${room}`)).text);
  const socket = await open('/party/connected');
  const rooms = ['idle', 'ticking', 'connected'];
  const before = await Promise.all(rooms.map(ask));
  const same = before[2].instance === await socket.ask('who?');
  await pass(21);
  const after = await Promise.all(rooms.map(ask));
  return {
    sameInstance: rooms.map((room, at) => [room, before[at].instance === after[at].instance]),
    visits: after.map(({ visits }) => visits),
    ticked: after[1].ticks >= 15,
    socket: [same, after[2].instance === await socket.ask('who?')],
  };
}

export const expected = {
  sameInstance: [['idle', false], ['ticking', true], ['connected', true]],
  visits: [2, 2, 2],
  ticked: true,
  socket: [true, true],
};
