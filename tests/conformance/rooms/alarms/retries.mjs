// After 2, 4, 8, 16, 32 and 64 seconds, each up to a quarter longer.
export const rows = ['A05'];
export const title = 'an alarm that fails is tried again six times, each after twice the time, then dropped; until then it is still set';
export const seconds = 200;

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest(request) {
    const { storage } = this.room;
    if (request.method === 'POST') await storage.setAlarm(Date.now() + 100);
    return Response.json({ calls: (await storage.get('calls')) ?? [], set: (await storage.getAlarm()) !== null });
  }

  async onAlarm() {
    const calls = (await this.room.storage.get('calls')) ?? [];
    await this.room.storage.put('calls', [...calls, Date.now()]);
    await this.room.storage.sync();
    throw new Error('not now');
  }
}

export async function drive({ http, until, pass }) {
  const read = async () => JSON.parse((await http('/party/x')).text);
  await http('/party/x', { method: 'POST' });
  const between = await until(async () => {
    const now = await read();
    return now.calls.length === 2 && now;
  });
  // The seventh call comes after 126 s, or a quarter later.
  const { calls } = await until(async () => {
    const now = await read();
    return now.calls.length === 7 && now;
  }, { seconds: 170 });
  await pass(3);
  const waits = calls.slice(1).map((call, index) => (call - calls[index]) / 1000);
  const doubling = waits.map((wait, index) => wait > 0.9 * 2 ** (index + 1) && wait < 1.4 * 2 ** (index + 1) + 1);
  const after = await read();
  return { setBetween: between.set, doubling, calls: after.calls.length, setAfter: after.set };
}

export const expected = { setBetween: true, doubling: [true, true, true, true, true, true], calls: 7, setAfter: false };
