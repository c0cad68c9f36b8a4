// A callback that never ends would hold the room forever.
export const rows = ['S23'];
export const title = 'blockConcurrencyWhile gives up after 30 seconds and resets the room';
export const seconds = 60;

export default class {
  constructor(room) {
    this.room = room;
    this.counted = 0;
  }

  async onRequest(request) {
    this.counted += 1;
    if (request.method === 'POST') await this.room.blockConcurrencyWhile(() => new Promise((resolve) => { setTimeout(resolve, 100_000); }));
    return new Response(String(this.counted));
  }
}

export async function drive({ http }) {
  const before = (await http('/party/x')).text;
  const since = Date.now();
  const { status, text } = await http('/party/x', { method: 'POST' });
  const waited = (Date.now() - since) / 1000;
  return { before, status, text, patient: waited > 28 && waited < 40, after: (await http('/party/x')).text };
}

export const expected = {
  before: '1',
  status: 500,
  text: 'A call to blockConcurrencyWhile() in a Durable Object waited for too long. The call was canceled and the Durable Object was reset.',
  patient: true,
  after: '1',
};
