export const rows = ['cli:G06', 'cli:G14', 'cli:G21'];
export const title = '$schema, preview and unknown fields of serve are allowed; vars keep their JSON types';

export default {
  onFetch(request, lobby) {
    return Response.json(lobby.env);
  },
};
export const config = {
  $schema: 'https://www.partykit.io/schema.json', preview: 'never read', serve: { path: 'public', foo: 1 },
  vars: { TEXT: 'text', NUMBER: 1, YES: true, NESTED: { list: [1, 'two'] } },
};
export const files = { 'public/a.txt': '' };

export async function drive({ http }) {
  const { TEXT, NUMBER, YES, NESTED } = JSON.parse((await http('/')).text);
  return { TEXT, NUMBER, YES, NESTED };
}

export const expected = config.vars;
