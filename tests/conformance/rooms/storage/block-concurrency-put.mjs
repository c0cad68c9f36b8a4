// Who awaited a write may count on it, whatever becomes of the room.
export const rows = ['S22'];
export const title = 'what was put and awaited before the room was reset is still there';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest(request) {
    const { storage } = this.room;
    if (request.method === 'POST') {
      await storage.put('kept', true);
      await this.room.blockConcurrencyWhile(async () => { throw new Error('it broke'); });
    }
    return Response.json((await storage.get('kept')) ?? false);
  }
}

export async function drive({ http }) {
  await http('/party/x');
  const { status, text } = await http('/party/x', { method: 'POST' });
  return { failed: [status, text], kept: JSON.parse((await http('/party/x')).text) };
}

export const expected = { failed: [500, 'it broke'], kept: true };
