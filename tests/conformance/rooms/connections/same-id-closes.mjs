// The one that leaves must not take the other one's place in the list with it.
export const rows = ['C48'];
export const title = 'in memory, of two connections with one id the newest stays listed when the old one closes';

export default class {
  closes = 0;

  constructor(room) {
    this.room = room;
  }

  onClose() {
    this.closes += 1;
  }

  onRequest() {
    return Response.json([this.closes, [...this.room.getConnections()].length]);
  }
}

export async function drive({ http, open, until }) {
  const old = await open('/party/x?_pk=same');
  await open('/party/x?_pk=same');
  old.drop();
  return until(async () => {
    const answer = JSON.parse((await http('/party/x')).text);
    return answer[0] > 0 && answer;
  });
}

export const expected = [1, 1];
export const partykit = { because: 'the id goes, whichever of them closes', expected: [1, 0] };
