// PartyKit looks for `onRequest` on the class before it asks the room, so a field of the instance does not count.
export const rows = ['U13', 'U14'];
export const title = 'a room without onRequest says so; a handler set on the instance alone is not found';

export default class {
  onConnect() {}
}
export const parties = {
  field: class {
    onRequest = () => new Response('found');
  },
};

export async function drive({ http }) {
  const answer = async (path) => {
    const { status, text } = await http(path);
    return [status, text];
  };
  return [await answer('/party/x'), await answer('/parties/field/x')];
}

export const expected = [[500, 'No onRequest handler'], [500, 'No onRequest handler']];
