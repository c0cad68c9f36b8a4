// An alarm is part of what a transaction writes.
export const rows = ['A03', 'S15'];
export const title = 'an alarm set in a transaction that is rolled back is not set';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { storage } = this.room;
    await storage.transaction(async (txn) => {
      await txn.setAlarm(Date.now() + 3_600_000);
      txn.rollback();
    });
    return Response.json((await storage.getAlarm()) !== null);
  }

  onAlarm() {}
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = false;
export const partykit = { because: 'the alarm stays', expected: true };
