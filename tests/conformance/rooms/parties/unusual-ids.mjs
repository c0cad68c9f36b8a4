// What a stub calls a room is what a client's URL would have to say.
export const rows = ['P10'];
export const title = 'ids of stubs may be anything: the room is the one that a URL with that segment names';

const IDS = ['plain', 'a b', 'a/b', 'a?b', 'ü', 'a%20c', 7];

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest(request) {
    const { id, internalID, context } = this.room;
    if (id !== 'caller') return Response.json([id, internalID]);
    const seen = [];
    for (const called of IDS) seen.push(await (await context.parties.main.get(called).fetch()).json());
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  const called = JSON.parse((await http('/party/caller')).text);
  const seen = [];
  for (const [id, internalID] of called) {
    const [, byUrl] = JSON.parse((await http(`/party/${id}`)).text);
    seen.push([id, byUrl === internalID]);
  }
  return seen;
}

export const expected = [
  ['plain', true], ['a%20b', true], ['a%2Fb', true], ['a%3Fb', true], ['%C3%BC', true], ['a%20c', true], ['7', true],
];
export const partykit = {
  because: 'the id is put into a URL as it is, so that it may name another room than it says',
  expected: [['plain', true], ['a%20b', false], ['a', false], ['a', false], ['%C3%BC', false], ['a%20c', true], ['7', true]],
};
