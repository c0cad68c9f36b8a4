// What goes wrong in another room stays there: its caller gets an answer.
export const rows = ['P05'];
export const title = 'an error of the called room is a 500 with its message, not an exception; an unknown party is undefined';

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const { failing, silent, nobody } = this.room.context.parties;
    const answers = [];
    for (const stub of [failing.get('x'), failing.get('unstarted'), silent.get('x'), silent.get('')]) {
      const response = await stub.fetch();
      answers.push([response.status, await response.text()]);
    }
    return Response.json({ answers, nobody: typeof nobody });
  }
}
export const parties = {
  failing: class {
    constructor({ id }) {
      if (id === 'unstarted') throw new Error('no room for this');
    }

    onRequest() {
      throw Object.assign(new Error('short and stout'), { code: 418 });
    }
  },
  silent: class {},
};

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  answers: [
    [418, 'short and stout'],
    [500, 'no room for this'],
    [500, 'Invalid onRequest handler'],
    [500, 'No room id found in request url'],
  ],
  nobody: 'undefined',
};
