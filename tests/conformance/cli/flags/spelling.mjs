// The ways to write a flag with its value.
export const rows = ['cli:C04', 'cli:G20'];
export const title = '--flag=value and --flag value are the same, and further arguments are ignored';

export const files = {
  'other.json': JSON.stringify({ name: 'spelling', main: 'server.js', compatibilityDate: '2024-07-18', vars: { A: 'config' } }),
  'server.js': 'export default { onFetch: (request, lobby) => Response.json([lobby.env.A, lobby.env.B]) };',
};

export async function drive({ start, http }) {
  await start({ flags: ['server.js', 'ignored.js', '--config=other.json', '--persist=false', '--var=A=equals', '--var', 'B=apart'] });
  return JSON.parse((await http('/')).text);
}

export const expected = ['equals', 'apart'];
