// A stub is a way to a room: `fetch` with the shapes that people know from the global one.
export const rows = ['P01', 'P02', 'P03'];
export const title = 'parties.<name>.get(id).fetch reaches that room, takes a path, options or a request, and wants paths that start with /';

const CALLS = {
  nothing: (stub) => stub.fetch(),
  empty: (stub) => stub.fetch(''),
  path: (stub) => stub.fetch('/deep/down?a=b%20c'),
  options: (stub) => stub.fetch({ method: 'POST', body: 'only options' }),
  both: (stub) => stub.fetch('/p', { method: 'PUT', headers: { 'x-mine': 'yes' }, body: 'both' }),
  request: (stub) => stub.fetch(new Request('http://elsewhere/ignored', { method: 'PATCH', headers: { 'x-mine': 'too' }, body: 'a request' })),
  'path and request': (stub) => stub.fetch('/q', new Request('http://elsewhere/ignored', { method: 'POST', body: 'its body' })),
  fragment: (stub) => stub.fetch('/f#part'),
  'body of a GET': (stub) => stub.fetch('/b', { body: 'refused' }),
  'no slash': (stub) => stub.fetch('deep'),
  'query alone': (stub) => stub.fetch('?a=b'),
};

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const answers = {};
    for (const [name, call] of Object.entries(CALLS)) {
      const stub = this.room.context.parties.other.get('there');
      answers[name] = await answer(() => call(stub));
    }
    return Response.json(answers);
  }
}
export const parties = {
  other: class {
    constructor(room) {
      this.room = room;
    }

    async onRequest(request) {
      const { method, url, headers } = request;
      const seen = [`${this.room.name}/${this.room.id}`, method, url, headers.get('x-mine') ?? '', await request.text()];
      return Response.json(seen);
    }
  },
};

/** A throw of the call itself is told apart from a failed promise. */
async function answer(call) {
  let promise;
  try {
    promise = call();
  } catch (error) {
    return `throws: ${error.message}`;
  }
  return promise.then((response) => response.json(), () => 'rejects');
}

export async function drive({ http, address }) {
  return JSON.parse((await http('/party/x')).text.replaceAll(address, 'HOST'));
}

const there = 'http://HOST/parties/other/there';
export const expected = {
  nothing: ['other/there', 'GET', there, '', ''],
  empty: ['other/there', 'GET', there, '', ''],
  path: ['other/there', 'GET', `${there}/deep/down?a=b%20c`, '', ''],
  options: ['other/there', 'POST', there, '', 'only options'],
  both: ['other/there', 'PUT', `${there}/p`, 'yes', 'both'],
  request: ['other/there', 'PATCH', there, 'too', 'a request'],
  'path and request': ['other/there', 'POST', `${there}/q`, '', 'its body'],
  fragment: ['other/there', 'GET', `${there}/f`, '', ''],
  'body of a GET': 'rejects',
  'no slash': 'throws: Path must start with /',
  'query alone': 'throws: Path must start with /',
};
