// A room that nobody talks to goes away; its alarm brings it back. That is an event like any other: the room knows
// who it is.
export const rows = ['A06', 'A07'];
export const title = 'an alarm wakes a room that has gone: onStart, then onAlarm, with room.id as ever';
export const seconds = 60;

export default class {
  constructor(room) {
    this.room = room;
    this.log = [];
  }

  async onStart() {
    this.log.push('onStart');
    this.woken = (await this.room.storage.get('set')) ?? false;
  }

  async onRequest(request) {
    if (request.method === 'POST') {
      await this.room.storage.put('set', true);
      await this.room.storage.setAlarm(Date.now() + 16_000);
    }
    return Response.json({ woken: this.woken, log: this.log });
  }

  onAlarm() {
    this.log.push('onAlarm');
    try {
      this.log.push(this.room.id);
    } catch {
      this.log.push('no id');
    }
  }
}

export async function drive({ http, pass }) {
  const read = async (options) => JSON.parse((await http('/party/sleeper', options)).text);
  const before = await read({ method: 'POST' });
  // Asking for it would keep it awake.
  await pass(18);
  return { before, after: await read() };
}

export const expected = {
  before: { woken: false, log: ['onStart'] },
  after: { woken: true, log: ['onStart', 'onAlarm', 'sleeper'] },
};
export const partykit = {
  because: 'room.id throws in onAlarm, and also after it until a request comes',
  expected: { before: expected.before, after: { woken: true, log: ['onStart', 'onAlarm', 'no id'] } },
};
