// Hooks guard the front door; rooms among themselves do not pass it.
export const rows = ['P04'];
export const title = 'a stub goes straight to the room: neither onBeforeRequest nor onBeforeConnect of its party runs';

export default class {
  constructor(room) {
    this.guarded = room.context.parties.guarded.get('x');
  }

  async onRequest() {
    const said = await (await this.guarded.fetch()).text();
    const socket = await this.guarded.socket();
    const greeting = await new Promise((resolve) => { socket.addEventListener('message', ({ data }) => resolve(data)); });
    return Response.json([said, greeting]);
  }
}
export const parties = {
  guarded: class {
    static onBeforeRequest() {
      return new Response('no entry', { status: 403 });
    }

    static onBeforeConnect() {
      return new Response('no socket', { status: 403 });
    }

    onRequest() {
      return new Response('come in');
    }

    onConnect(connection) {
      connection.addEventListener('message', () => {});
      connection.send('welcome');
    }
  },
};

export async function drive({ http, refused }) {
  const request = await http('/parties/guarded/x');
  const socket = await refused('/parties/guarded/x');
  return { frontDoor: [[request.status, request.text], [socket.status, socket.text]], stub: JSON.parse((await http('/party/x')).text) };
}

export const expected = { frontDoor: [[403, 'no entry'], [403, 'no socket']], stub: ['come in', 'welcome'] };
