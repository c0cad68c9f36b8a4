// The Cache API, as far as Workers have it.
export const rows = ['J09'];
export const title = 'caches keep what may be cached, tell a hit in cf-cache-status, and know GET only';

const PAGE = 'http://cache.test/page';

const STEPS = {
  none: async (cache) => (await cache.match(PAGE)) === undefined,
  put: async (cache) => (await cache.put(PAGE, new Response('kept', { headers: { 'cache-control': 'max-age=60', 'x-mine': 'yes' } }))) === undefined,
  hit: async (cache) => {
    const hit = await cache.match(new Request(PAGE));
    return [await hit.text(), hit.headers.get('cf-cache-status'), hit.headers.get('x-mine')];
  },
  'of another': async () => (await (await caches.open('other')).match(PAGE)) === undefined,
  'not to be cached': async (cache) => {
    await cache.put('http://cache.test/no', new Response('x', { headers: { 'cache-control': 'no-store' } }));
    return (await cache.match('http://cache.test/no')) === undefined;
  },
  post: (cache) => cache.put(new Request(PAGE, { method: 'POST' }), new Response('x')),
  delete: async (cache) => [await cache.delete(PAGE), await cache.delete(PAGE), (await cache.match(PAGE)) === undefined],
};

export default class {
  async onRequest() {
    const seen = {};
    for (const [name, step] of Object.entries(STEPS)) {
      seen[name] = await step(caches.default).catch(({ name: kind, message }) => [kind, message]);
    }
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  none: true,
  put: true,
  hit: ['kept', 'HIT', 'yes'],
  'of another': true,
  'not to be cached': true,
  post: ['TypeError', 'Cannot cache response to non-GET request.'],
  delete: [true, false, true],
};
export const workerd = { because: 'plain workerd has no cache behind it' };
