// A room's id is the segment of the path as it was sent. Nothing is decoded, so two spellings are two rooms.
export const rows = ['U05', 'U06', 'U12', 'U21'];
export const title = 'ids are not decoded and may be long; dot segments are resolved before';

export default class {
  constructor(room) {
    this.room = room;
  }

  onRequest() {
    const { id, internalID } = this.room;
    return Response.json({ id: id.length > 100 ? id.length : id, internalID });
  }
}

export async function drive({ http }) {
  const room = async (path) => JSON.parse((await http(path)).text);
  const paths = ['a%20b', 'a%2Fb', '%C3%BC', '%c3%bc', `${'x'.repeat(8000)}`, 'y/../z', './dot'];
  const rooms = [];
  for (const path of paths) rooms.push(await room(`/party/${path}`));
  return { ids: rooms.map(({ id }) => id), different: new Set(rooms.map(({ internalID }) => internalID)).size };
}

export const expected = { ids: ['a%20b', 'a%2Fb', '%C3%BC', '%c3%bc', 8000, 'z', 'dot'], different: 7 };
