// The project's own files, asked for from the inside.
export const rows = ['E05'];
export const title = 'assets.fetch gives a file to the room, the hooks and the edge; null if there is none';

const ask = async (assets, path) => {
  try {
    const response = await assets.fetch(path);
    return response && [response.status, response.headers.get('content-type'), await response.text()];
  } catch (error) {
    return error.message;
  }
};

export default class {
  constructor(room) {
    this.room = room;
  }

  static async onFetch(request, lobby) {
    return Response.json(await ask(lobby.assets, '/a.html'));
  }

  static async onBeforeRequest(request, lobby) {
    const asked = new URL(request.url).searchParams.get('hook');
    return asked ? Response.json(await ask(lobby.assets, asked)) : request;
  }

  async onRequest() {
    const seen = {};
    for (const path of ['/a.html', '/deep/b.json', '/', '/nothing.html', 'a.html']) seen[path] = await ask(this.room.context.assets, path);
    return Response.json(seen);
  }
}
export const config = { serve: 'public' };
export const files = { 'public/a.html': '<p>A', 'public/deep/b.json': '{}', 'public/index.html': '<h1>Hi</h1>' };

export async function drive({ http }) {
  const read = async (path) => JSON.parse((await http(path)).text);
  return { room: await read('/party/x'), hook: await read('/party/x?hook=/a.html'), edge: await read('/elsewhere') };
}

const page = [200, 'text/html; charset=utf-8', '<p>A'];
export const expected = {
  room: {
    '/a.html': page,
    '/deep/b.json': [200, 'application/json; charset=utf-8', '{}'],
    '/': [200, 'text/html; charset=utf-8', '<h1>Hi</h1>'],
    '/nothing.html': null,
    'a.html': 'Path must start with /',
  },
  hook: page,
  edge: page,
};
