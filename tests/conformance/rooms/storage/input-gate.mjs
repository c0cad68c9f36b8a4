// While storage is awaited nothing else reaches the room; while anything else is awaited, it does.
export const rows = ['S17', 'S18'];
export const title = 'a handler that awaits only storage is not interrupted; one that awaits a timer is';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest(request) {
    const { pathname } = new URL(request.url);
    const count = (await this.room.storage.get('count')) ?? 0;
    if (pathname.endsWith('/timer')) await new Promise((resolve) => { setTimeout(resolve, 1000); });
    await this.room.storage.put('count', count + 1);
    return Response.json(count + 1);
  }
}

export async function drive({ http }) {
  // The room is there before they race.
  await http('/party/gate');
  await http('/party/timer/first');
  const six = async (path) => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => http(path)));
    return answers.map(({ text }) => Number(text)).sort();
  };
  return { storage: await six('/party/gate'), timer: await six('/party/timer/timer') };
}

export const expected = { storage: [2, 3, 4, 5, 6, 7], timer: [2, 2, 2, 2, 2, 2] };
