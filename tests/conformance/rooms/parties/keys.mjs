// Who is there to call.
export const rows = ['P08'];
export const title = 'context.parties has the parties in the order of the configuration, main last';

export default class {
  static onFetch(request, lobby) {
    return Response.json(Object.keys(lobby.parties));
  }

  constructor(room) {
    this.room = room;
  }

  onRequest() {
    return Response.json(Object.keys(this.room.context.parties));
  }
}
export const parties = { zebra: class {}, ant: class {}, mouse: class {} };

export async function drive({ http }) {
  return [JSON.parse((await http('/party/x')).text), JSON.parse((await http('/edge')).text)];
}

export const expected = Array(2).fill(['zebra', 'ant', 'mouse', 'main']);
