// What has no clone is refused when it is put.
export const rows = ['S11'];
export const title = 'functions, symbols, promises and the like are refused with a DataCloneError';

const MADE = {
  function: () => () => 1,
  inside: () => ({ deep: [Math.max] }),
  symbol: () => Symbol('s'),
  promise: () => Promise.resolve(1),
  weakmap: () => new WeakMap(),
  generator: () => (function* numbers() { yield 1; })(),
  proxy: () => new Proxy({}, {}),
  url: () => new URL('http://example.com'),
  stream: () => new ReadableStream(),
  encoder: () => new TextEncoder(),
};

export default class {
  constructor(room) {
    this.room = room;
  }

  async onRequest() {
    const seen = {};
    for (const [name, make] of Object.entries(MADE)) {
      seen[name] = await this.room.storage.put(name, make()).then(
        () => 'put',
        (error) => [error.name, error.code, error instanceof DOMException],
      );
    }
    const { message } = await this.room.storage.put('f', MADE.function()).catch((error) => error);
    return Response.json({ ...seen, message, left: (await this.room.storage.list()).size });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

const refused = ['DataCloneError', 25, true];
export const expected = {
  ...Object.fromEntries(Object.keys(MADE).map((name) => [name, refused])),
  message: '() => 1 could not be cloned.',
  left: 0,
};
