// There is one alarm, and its time is a number of milliseconds or a Date.
export const rows = ['A03', 'A08'];
export const title = 'getAlarm gives the time or null, a new alarm replaces the last; setAlarm refuses what is no time';

const SOON = 60_000;
const WRONG = { zero: 0, negative: -5, NaN: NaN, 'no date': new Date(NaN), text: 'tomorrow', bigint: 5n, undefined, infinite: Infinity, 'too far': Date.UTC(2500, 0) };

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { storage } = this.room;
    const now = Date.now();
    const set = async (time) => {
      await storage.setAlarm(time);
      return (await storage.getAlarm()) - now;
    };
    const seen = { none: await storage.getAlarm() };
    seen.number = await set(now + SOON);
    seen.date = await set(new Date(now + 2 * SOON));
    seen.fraction = await set(now + SOON + 0.9);
    seen.inside = await storage.transaction(async (txn) => {
      await txn.setAlarm(now + 3 * SOON);
      return (await txn.getAlarm()) - now;
    });
    seen.wrong = {};
    for (const [name, time] of Object.entries(WRONG)) {
      // The other messages name the platform's own types.
      seen.wrong[name] = await storage.setAlarm(time).then(() => 'set', (error) => (error.message.includes('<=') ? String(error) : error.name));
    }
    seen.still = (await storage.getAlarm()) - now;
    await storage.deleteAlarm();
    await storage.deleteAlarm();
    seen.deleted = await storage.getAlarm();
    return Response.json(seen);
  }

  onAlarm() {}
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

const positive = 'TypeError: setAlarm() cannot be called with an alarm time <= 0';
export const expected = {
  none: null,
  number: SOON,
  date: 2 * SOON,
  fraction: SOON,
  inside: 3 * SOON,
  still: 3 * SOON,
  deleted: null,
  wrong: {
    zero: positive, negative: positive, NaN: 'TypeError', 'no date': 'TypeError', text: 'TypeError', bigint: 'TypeError', undefined: 'TypeError', infinite: 'TypeError', 'too far': 'TypeError',
  },
};
