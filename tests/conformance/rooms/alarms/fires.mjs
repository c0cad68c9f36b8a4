// An alarm is kept with the room and calls `onAlarm` once.
export const rows = ['A01', 'A02', 'A04'];
export const title = 'an alarm calls onAlarm once, in time, or at once if its time has passed; onAlarm may set the next one';

export default class {
  constructor(room) {
    this.room = room;
    this.fired = [];
  }

  async onRequest(request) {
    const { storage } = this.room;
    const url = new URL(request.url);
    if (request.method === 'POST') {
      this.times = Number(url.searchParams.get('times'));
      this.due = Date.now() + Number(url.searchParams.get('in'));
      await storage.setAlarm(this.due);
    }
    return Response.json({ fired: this.fired, next: await storage.getAlarm() });
  }

  async onAlarm() {
    const late = Date.now() - this.due;
    this.fired.push({ early: late < 0, late: late > 2000, during: await this.room.storage.getAlarm() });
    if (this.fired.length >= this.times) return;
    this.due = Date.now() + 200;
    await this.room.storage.setAlarm(this.due);
  }
}

export async function drive({ http, until }) {
  const rooms = { once: 'in=300&times=1', past: 'in=-5000&times=1', four: 'in=100&times=4' };
  const seen = {};
  for (const [name, query] of Object.entries(rooms)) {
    await http(`/party/${name}`);
    await http(`/party/${name}?${query}`, { method: 'POST' });
    const times = Number(query.at(-1));
    seen[name] = await until(async () => {
      const now = JSON.parse((await http(`/party/${name}`)).text);
      return now.fired.length >= times && now;
    });
  }
  return seen;
}

// On an otherwise idle machine it is some milliseconds late.
const fired = { early: false, late: false, during: null };
export const expected = {
  once: { fired: [fired], next: null },
  // Five seconds late is what it was when it was set.
  past: { fired: [{ ...fired, late: true }], next: null },
  four: { fired: [fired, fired, fired, fired], next: null },
};
