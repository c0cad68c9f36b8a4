// An `onStart` that fails costs the event that started the room, whatever that was.
export const rows = ['L06'];
export const title = 'an onStart that throws makes the first request or handshake a 500, and is tried again for the next one';

export default class {
  constructor(room) {
    this.storage = room.storage;
    this.started = false;
  }

  /** Fails the first time in each room. */
  async onStart() {
    const tries = (await this.storage.get('tries') ?? 0) + 1;
    await this.storage.put('tries', tries);
    if (tries === 1) throw new Error('not in the mood');
    this.started = true;
  }

  async onRequest() {
    return Response.json({ started: this.started, tries: await this.storage.get('tries') });
  }
}

export async function drive({ http, refused }) {
  const seen = [];
  for (const ask of [() => http('/party/a'), () => http('/party/a'), () => refused('/party/b'), () => http('/party/b')]) {
    const { status, text } = await ask();
    seen.push([status, text]);
  }
  return seen;
}

const failed = [500, 'not in the mood'];
export const expected = [failed, [200, '{"started":true,"tries":2}'], failed, [200, '{"started":true,"tries":2}']];
const goesOn = [200, '{"started":false,"tries":1}'];
export const partykit = { because: 'it goes on without onStart', expected: [failed, goesOn, failed, goesOn] };
