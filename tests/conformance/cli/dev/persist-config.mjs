export const rows = ['cli:D22'];
export const title = 'persist in the config names the folder of the rooms, or turns it off';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    await this.room.storage.put('a', 1);
    return new Response('kept');
  }
}
export const config = { persist: 'rooms-here' };

export async function drive({ http, folder }) {
  const { existsSync } = await import('node:fs');
  await http('/party/room');
  return ['rooms-here', '.partykit'].map((name) => existsSync(`${folder}/${name}`));
}

export const expected = [true, false];
export const partykit = { because: 'it is ignored: the flag has a default', expected: [false, true] };
