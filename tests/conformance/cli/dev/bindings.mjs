export const rows = ['cli:D34'];
export const title = 'bindings.kv of the config are stores in context.bindings';

export default {
  async onFetch(request, lobby) {
    const { notes } = lobby.bindings.kv;
    await notes.put('a', 'kept');
    return Response.json([await notes.get('a'), await notes.get('b')]);
  },
};
export const config = { bindings: { kv: { notes: 'notes-id' } } };

export async function drive({ http }) {
  return (await http('/')).text;
}

export const expected = '["kept",null]';
export const missing = 'there are no bindings yet; a warning at the start says so';
