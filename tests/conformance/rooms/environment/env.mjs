// `vars` of the config, with what .env adds.
export const rows = ['E01'];
export const title = 'room.env and the lobby\'s have the config\'s vars with their JSON types, and the texts of .env, which win';

export default class {
  constructor(room) {
    this.room = room;
  }

  static onFetch(request, lobby) {
    return Response.json(lobby.env);
  }

  static onBeforeRequest(request, lobby) {
    request.headers.set('x-env', JSON.stringify(lobby.env));
    return request;
  }

  onRequest(request) {
    return Response.json({ room: this.room.env, hook: JSON.parse(request.headers.get('x-env')) });
  }
}
export const config = { vars: { text: 'a', number: 5, yes: true, object: { list: [1, { b: 2 }] }, BOTH: 'of the config' } };
export const files = { '.env': 'FROM_ENV=1\nQUOTED="a b"\nBOTH=of .env\nMINE=of .env\n', '.env.local': 'MINE=of .env.local\n' };

export async function drive({ http }) {
  const seen = JSON.parse((await http('/party/x')).text);
  seen.edge = JSON.parse((await http('/')).text);
  const shown = (env) => Object.fromEntries(Object.keys(expected.room).map((name) => [name, env[name]]));
  return Object.fromEntries(Object.entries(seen).map(([where, env]) => [where, shown(env)]));
}

const env = {
  text: 'a', number: 5, yes: true, object: { list: [1, { b: 2 }] }, BOTH: 'of .env',
  FROM_ENV: '1', QUOTED: 'a b', MINE: 'of .env.local',
};
export const expected = { room: env, hook: env, edge: env };
export const workerd = { because: 'the test\'s server for workerd does not read .env' };
