// An alarm is on disk like everything else.
export const rows = ['A09'];
export const title = 'an alarm survives a restart of the server, and is caught up on if it was due meanwhile';
// PartyKit takes its time to start, and this starts it twice.
export const seconds = 60;

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest(request) {
    const { storage } = this.room;
    if (request.method === 'POST') await storage.setAlarm(Date.now() + Number(await request.text()));
    return Response.json({ set: (await storage.getAlarm()) !== null, fired: (await storage.get('fired')) ?? 0 });
  }

  async onAlarm() {
    const fired = (await this.room.storage.get('fired')) ?? 0;
    await this.room.storage.put('fired', fired + 1);
  }
}

export async function drive({ http, restart, until }) {
  const read = async (room) => JSON.parse((await http(`/party/${room}`)).text);
  await http('/party/later', { method: 'POST', body: '3600000' });
  await http('/party/soon', { method: 'POST', body: '400' });
  await restart({ signal: 'SIGKILL' });
  const soon = await until(async () => {
    const now = await read('soon');
    return !now.set && now;
  });
  return { later: await read('later'), soon };
}

export const expected = { later: { set: true, fired: 0 }, soon: { set: false, fired: 1 } };
export const partykit = {
  because: 'alarms are in memory only and are lost',
  expected: { later: { set: false, fired: 0 }, soon: { set: false, fired: 0 } },
};
