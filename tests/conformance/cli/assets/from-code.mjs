// Rooms and onFetch reach the files without going over the network.
export const rows = ['cli:A18'];
export const title = 'assets.fetch finds files by path in onFetch and in rooms, gives null for what is not there, and wants a slash first';

async function look(assets, url) {
  const wanted = new URL(url).searchParams.get('path');
  try {
    const found = await assets.fetch(wanted);
    return Response.json(found && [found.status, found.headers.get('content-type'), await found.text()]);
  } catch (error) {
    return Response.json(error.constructor.name);
  }
}

export default class {
  constructor(room) {
    this.room = room;
  }

  static onFetch(request, lobby) {
    return look(lobby.assets, request.url);
  }

  onRequest(request) {
    return look(this.room.context.assets, request.url);
  }
}
export const config = { serve: { path: 'public', singlePageApp: true } };
export const files = { 'public/index.html': 'the index', 'public/a b.css': 'a {}' };

export async function drive({ http }) {
  const answers = {};
  for (const from of ['/from', '/party/room']) {
    answers[from] = {};
    for (const path of ['/', '/a%20b.css', '/nothing', 'index.html']) {
      answers[from][path] = JSON.parse((await http(`${from}?path=${encodeURIComponent(path)}`)).text);
    }
  }
  return answers;
}

const answers = {
  '/': [200, 'text/html; charset=utf-8', 'the index'],
  '/a%20b.css': [200, 'text/css; charset=utf-8', 'a {}'],
  '/nothing': null,
  'index.html': 'Error',
};
export const expected = { '/from': answers, '/party/room': answers };
