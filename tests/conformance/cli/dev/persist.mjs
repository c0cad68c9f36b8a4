import fs from 'node:fs';

export const rows = ['cli:D21', 'cli:D23', 'cli:D24'];
export const title = 'rooms are kept in .partykit/state, in the folder that --persist names, or, with false, nowhere';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const count = (await this.room.storage.get('count') ?? 0) + 1;
    await this.room.storage.put('count', count);
    return new Response(String(count));
  }
}

export async function drive({ http, restart, folder }) {
  const count = async () => Number((await http('/party/room')).text);
  const seen = { default: [await count()] };
  await restart();
  seen.default.push(await count());
  seen.kept = fs.existsSync(`${folder}/.partykit/state`);
  await restart({ flags: ['--persist', 'elsewhere'] });
  seen.elsewhere = [await count(), fs.existsSync(`${folder}/elsewhere`)];
  await restart({ flags: ['--persist', 'false'] });
  seen.nowhere = [await count(), await count()];
  return seen;
}

export const expected = { default: [1, 2], kept: true, elsewhere: [1, true], nowhere: [1, 2] };
