// An alarm is not one of the values.
export const rows = ['S14'];
export const title = 'deleteAll takes all values and leaves the alarm';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { storage } = this.room;
    await storage.put({ a: 1, b: 2 });
    await storage.setAlarm(Date.now() + 3_600_000);
    await storage.deleteAll();
    return Response.json([(await storage.list()).size, (await storage.getAlarm()) > Date.now()]);
  }

  onAlarm() {}
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = [0, true];
