// An instance of a room is made once, starts once, and then takes its events.
export const rows = ['L01', 'L02', 'L03'];
export const title = 'a room is constructed once, knows its id by then, and runs onStart once, before its first handler';

export default class {
  constructor(room) {
    this.room = room;
    this.log = [`constructor of ${room.name}/${room.id}`];
  }

  async onStart() {
    await this.room.storage.get('anything');
    this.log.push('onStart');
  }

  onConnect() {
    this.log.push('onConnect');
  }

  onMessage(message, connection) {
    this.log.push(`onMessage ${message}`);
    connection.send('heard');
  }

  onRequest() {
    this.log.push('onRequest');
    return Response.json(this.log);
  }
}

export async function drive({ http, open }) {
  const socket = await open('/party/one');
  await socket.ask('hi');
  await http('/party/one');
  const log = async (path) => JSON.parse((await http(path)).text);
  return [await log('/parties/main/one'), await log('/party/two')];
}

export const expected = [
  ['constructor of main/one', 'onStart', 'onConnect', 'onMessage hi', 'onRequest', 'onRequest'],
  ['constructor of main/two', 'onStart', 'onRequest'],
];
