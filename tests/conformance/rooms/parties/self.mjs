// A room that waits for itself still takes the event that it waits for.
export const rows = ['P09', 'P11'];
export const title = 'a room can call itself, by a stub or by its public URL, as a request or as a socket, and does not lock up';

export default class {
  constructor(room) {
    this.room = room;
    this.events = [];
  }

  async onRequest(request) {
    const { pathname, host } = new URL(request.url);
    const who = pathname.split('/').at(-1);
    this.events.push(who);
    if (who !== 'begin') return new Response(`hello ${who}`);
    const stub = await (await this.room.context.parties.main.get(this.room.id).fetch('/stub')).text();
    const url = await (await fetch(`http://${host}/party/${this.room.id}/url`)).text();
    return Response.json({ stub, url, socket: await this.socket(host), events: this.events });
  }

  socket(host) {
    const socket = new WebSocket(`ws://${host}/party/${this.room.id}?_pk=me`);
    socket.addEventListener('open', () => socket.send('hi'));
    return new Promise((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        resolve(data);
        socket.close();
      });
    });
  }

  onMessage(message, connection) {
    this.events.push(`${message} of ${connection.id}`);
    connection.send(`heard ${message}`);
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x/begin')).text);
}

export const expected = { stub: 'hello stub', url: 'hello url', socket: 'heard hi', events: ['begin', 'stub', 'url', 'hi of me'] };
