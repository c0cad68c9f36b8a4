// While the storage is busy for an event, the room takes no other, so nobody can overtake such an `onStart`.
export const rows = ['L04'];
export const title = 'an onStart that awaits storage holds concurrent requests back';

export default class {
  constructor(room) {
    this.storage = room.storage;
    this.started = false;
  }

  async onStart() {
    for (let step = 0; step < 50; step += 1) await this.storage.put('step', (await this.storage.get('step') ?? 0) + 1);
    this.started = true;
  }

  async onRequest() {
    return Response.json([this.started, await this.storage.get('step')]);
  }
}

export async function drive({ http }) {
  const answers = await Promise.all(Array.from({ length: 5 }, () => http('/party/x')));
  return answers.map(({ text }) => text);
}

export const expected = Array(5).fill('[true,50]');
