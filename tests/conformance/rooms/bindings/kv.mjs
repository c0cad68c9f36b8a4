// A KV namespace: what is kept, how it comes back, what is refused.
export const rows = ['E06'];
export const title = 'bindings.kv keeps values with metadata, lists them and refuses what KV refuses';

const text = (bytes) => new TextDecoder().decode(bytes);
const told = (promise) => promise.then((value) => value ?? null, (error) => `${error.name}: ${error.message}`);

const cases = {
  types: async (kv) => {
    await kv.put('a', 'hello');
    await kv.put('json', '{"x":[1]}');
    await kv.put('bytes', new TextEncoder().encode('xxbytesxx').subarray(2, 7));
    await kv.put('stream', new Response('streamed').body);
    await kv.put('number', 5);
    return [
      await kv.get('a'), await kv.get('none'), text(await kv.get('a', 'arrayBuffer')), await kv.get('json', { type: 'json' }),
      await kv.get('bytes'), await new Response(await kv.get('stream', 'stream')).text(), await kv.get('number'),
    ];
  },
  metadata: async (kv) => {
    await kv.put('m', 'x', { metadata: { a: [1, 'ü'] }, expirationTtl: 3600 });
    const [{ expiration, ...listed }] = (await kv.list({ prefix: 'm' })).keys;
    return [await kv.getWithMetadata('m'), await kv.getWithMetadata('none'), listed, Math.abs(expiration - 3600 - Date.now() / 1000) < 5];
  },
  list: async (kv) => {
    for (const key of ['l:b', 'l:a', 'l:é', 'l:\u{10000}', 'l:\uffff', 'l_x']) await kv.put(key, key);
    const { cursor, ...first } = await kv.list({ prefix: 'l:', limit: 2 });
    return [first, await kv.list({ prefix: 'l:', cursor }), await kv.list({ prefix: 'none' })];
  },
  delete: async (kv) => {
    await kv.put('gone', 'x');
    return [await told(kv.delete('gone')), await kv.get('gone'), await told(kv.delete('gone'))];
  },
  refused: (kv) => Promise.all([
    kv.get(''), kv.put('..', 'x'), kv.put('k'.repeat(513), 'x'), kv.put('o', { a: 1 }), kv.put('o', [1]), kv.get('a', 'blob'),
    kv.put('e', 'x', { expirationTtl: 59 }), kv.put('e', 'x', { expirationTtl: -1 }), kv.put('e', 'x', { expiration: 0 }),
    kv.put('e', 'x', { metadata: 'a'.repeat(1023) }), kv.put('big', new Uint8Array(26_214_401)), kv.list({ limit: 1001 }),
    kv.list({ prefix: 'k'.repeat(513) }), kv.get('a', { cacheTtl: 5 }).catch(({ message }) => message.split('.')[0]),
  ].map(told)),
};

export default class Main {
  constructor(room) {
    this.room = room;
  }
  async onRequest(request) {
    return Response.json(await this.room.context.bindings.kv.notes.get(await request.text()));
  }
  static async onFetch(request, { bindings }) {
    const { pathname } = new URL(request.url);
    return Response.json(await cases[pathname.slice(1)](bindings.kv.notes));
  }
}
export const config = { bindings: { kv: { notes: 'some-namespace' } } };

export async function drive({ http, restart }) {
  const transcript = {};
  for (const name of ['types', 'metadata', 'list', 'delete', 'refused']) transcript[name] = JSON.parse((await http(`/${name}`)).text);
  const inRoom = async () => JSON.parse((await http('/party/r', { method: 'POST', body: 'a' })).text);
  transcript.inRoom = await inRoom();
  await restart();
  transcript.restarted = await inRoom();
  return transcript;
}

const all = { list_complete: true, cacheStatus: null };
export const expected = {
  types: ['hello', null, 'hello', { x: [1] }, 'bytes', 'streamed', '5'],
  metadata: [
    { value: 'x', metadata: { a: [1, 'ü'] }, cacheStatus: null },
    { value: null, metadata: null, cacheStatus: null },
    { name: 'm', metadata: { a: [1, 'ü'] } },
    true,
  ],
  list: [
    { keys: [{ name: 'l:a' }, { name: 'l:b' }], list_complete: false, cacheStatus: null },
    { keys: [{ name: 'l:é' }, { name: 'l:\uffff' }, { name: 'l:\u{10000}' }], ...all },
    { keys: [], ...all },
  ],
  delete: [null, null, null],
  refused: [
    'TypeError: Key name cannot be empty.',
    'TypeError: ".." is not allowed as a key name.',
    'Error: KV PUT failed: 414 UTF-8 encoded length of 513 exceeds key length limit of 512.',
    'TypeError: KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.',
    'TypeError: KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.',
    'TypeError: Unknown response type. Possible types are "text", "arrayBuffer", "json", and "stream".',
    'Error: KV PUT failed: 400 Invalid expiration_ttl of 59. Expiration TTL must be at least 60.',
    'Error: KV PUT failed: 400 Invalid expiration_ttl of -1. Please specify integer greater than 0.',
    'Error: KV PUT failed: 400 Invalid expiration of 0. Please specify integer greater than the current number of seconds since the UNIX epoch.',
    'Error: KV PUT failed: 413 Metadata length of 1025 exceeds limit of 1024.',
    'Error: KV PUT failed: 413 Value length of 26214401 exceeds limit of 26214400.',
    'Error: KV GET failed: 400 Invalid key_count_limit of 1001. Please specify an integer less than 1000.',
    'Error: KV GET failed: 414 UTF-8 encoded length of 513 exceeds key length limit of 512.',
    'KV GET failed: 400 Invalid cache_ttl of 5',
  ],
  inRoom: 'hello',
  restarted: 'hello',
};
export const workerd = { because: 'plain workerd has no KV of its own' };
