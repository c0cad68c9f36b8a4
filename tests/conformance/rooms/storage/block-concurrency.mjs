// The room belongs to one callback until that is done, whatever it waits for.
export const rows = ['S21'];
export const title = 'blockConcurrencyWhile holds all other events back until its callback is done, and gives what that gave';

export default class {
  constructor(room) {
    this.room = room;
    this.log = [];
  }

  async onRequest(request) {
    const what = new URL(request.url).pathname.split('/').at(-1);
    if (what === 'log') return Response.json(this.log);
    const value = await this.room.blockConcurrencyWhile(async () => {
      this.log.push(`${what} starts`);
      await new Promise((resolve) => { setTimeout(resolve, 200); });
      this.log.push(`${what} ends`);
      return `${what} is done`;
    });
    return new Response(value);
  }
}

export async function drive({ http }) {
  await http('/party/x/log');
  const answers = await Promise.all(['one', 'two', 'three'].map((name) => http(`/party/x/${name}`)));
  const log = JSON.parse((await http('/party/x/log')).text);
  const pairs = [0, 2, 4].map((at) => log[at].replace('starts', 'ends') === log[at + 1]);
  return { answers: answers.map(({ text }) => text), pairs, count: log.length };
}

export const expected = { answers: ['one is done', 'two is done', 'three is done'], pairs: [true, true, true], count: 6 };
