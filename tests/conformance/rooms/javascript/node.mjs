// The modules of Node that work in rooms.
export const rows = ['J03'];
export const title = 'the ten native modules of Node can be imported with or without `node:`, and work';

const MODULES = {
  assert: async () => {
    const { default: assert, deepEqual } = await import('node:assert');
    deepEqual({ a: [1] }, { a: [1] });
    try {
      assert.equal(1, 2, 'not equal');
      return 'no error';
    } catch ({ code, message }) {
      return [code, message];
    }
  },
  buffer: async () => {
    const { Buffer } = await import('node:buffer');
    return [Buffer.from('hello').toString('base64'), Buffer.from('aGk=', 'base64').toString(), Buffer.concat([Buffer.from([1]), Buffer.alloc(2)]).length];
  },
  diagnostics_channel: async () => {
    const { channel } = await import('node:diagnostics_channel');
    const heard = [];
    channel('mine').subscribe((message, name) => heard.push([message, name]));
    channel('mine').publish('news');
    return heard;
  },
  events: async () => {
    const { EventEmitter, once } = await import('events');
    const emitter = new EventEmitter();
    const waiting = once(emitter, 'ready');
    emitter.emit('ready', 1, 2);
    return [await waiting, emitter.emit('nobody')];
  },
  path: async () => {
    const { default: path } = await import('path');
    return [path.join('/a', '../b', 'c.txt'), path.extname('x.tar.gz'), path.relative('/a/b', '/a/c')];
  },
  stream: async () => {
    const { Readable, Transform } = await import('node:stream');
    const louder = new Transform({ objectMode: true, transform: (chunk, _, done) => done(null, chunk.toUpperCase()) });
    const heard = [];
    for await (const chunk of Readable.from(['a', 'b']).pipe(louder)) heard.push(String(chunk));
    return heard;
  },
  string_decoder: async () => {
    const { StringDecoder } = await import('node:string_decoder');
    const decoder = new StringDecoder('utf8');
    return [decoder.write(Uint8Array.of(0xc3)), decoder.write(Uint8Array.of(0xbc))];
  },
  util: async () => {
    const { format, inspect, promisify } = await import('node:util');
    return [format('%s is %d', 'x', 5), inspect({ a: [1, 'b'] }), await promisify((value, done) => done(null, value))('promised')];
  },
  crypto: async () => {
    const { createHash, createHmac, randomBytes, randomUUID, pbkdf2Sync, scryptSync } = await import('node:crypto');
    return [
      createHash('sha256').update('abc').digest('hex').slice(0, 16), createHmac('sha1', 'key').update('abc').digest('hex').slice(0, 16),
      randomBytes(8).length, randomUUID().length, pbkdf2Sync('pw', 'salt', 10, 8, 'sha256').length, scryptSync('pw', 'salt', 8).length,
    ];
  },
};

export default class {
  async onRequest() {
    const seen = {};
    for (const [name, run] of Object.entries(MODULES)) seen[name] = await run();
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  assert: ['ERR_ASSERTION', 'not equal'],
  buffer: ['aGVsbG8=', 'hi', 3],
  diagnostics_channel: [['news', 'mine']],
  events: [[1, 2], false],
  path: ['/b/c.txt', '.gz', '../c'],
  stream: ['A', 'B'],
  string_decoder: ['', 'ü'],
  util: ['x is 5', "{ a: [ 1, 'b' ] }", 'promised'],
  crypto: ['ba7816bf8f01cfea', '4fd0b215276ef12f', 8, 36, 8, 8],
};
export const workerd = { because: 'plain workerd wants `node:`' };
