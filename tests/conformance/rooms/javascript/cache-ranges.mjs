// What a cached response answers to ranges and conditions.
export const rows = ['J09'];
export const title = 'a hit of caches answers ranges with 206 and 416, and conditions with 304';

const PAGE = 'http://cache.test/page';
const HEADERS = {
  'cache-control': 'max-age=60', 'content-length': '10', etag: '"one"', 'last-modified': 'Tue, 01 Jan 2019 00:00:00 GMT',
};
const ASKED = {
  range: { range: 'bytes=2-4' },
  'to the end': { range: 'bytes=7-' },
  'from the end': { range: 'bytes=-2' },
  'none of it': { range: 'bytes=20-' },
  'same tag': { 'if-none-match': '"one"' },
  'other tag': { 'if-none-match': '"two"' },
  unmodified: { 'if-modified-since': 'Wed, 01 Jan 2020 00:00:00 GMT' },
  modified: { 'if-modified-since': 'Mon, 01 Jan 2018 00:00:00 GMT' },
};

export default class {
  async onRequest() {
    await caches.default.put(PAGE, new Response('0123456789', { headers: HEADERS }));
    const seen = {};
    for (const [name, headers] of Object.entries(ASKED)) {
      const hit = await caches.default.match(new Request(PAGE, { headers }));
      seen[name] = [hit.status, await hit.text(), hit.headers.get('content-range'), hit.headers.get('etag')];
    }
    const missing = [() => caches.default.keys(), () => caches.default.addAll([PAGE]), () => caches.has('x'), () => caches.delete('x')];
    for (const call of missing) {
      try {
        await call();
      } catch (error) {
        seen[error.message] = error.name;
      }
    }
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  range: [206, '234', 'bytes 2-4/10', '"one"'],
  'to the end': [206, '789', 'bytes 7-9/10', '"one"'],
  'from the end': [206, '89', 'bytes 8-9/10', '"one"'],
  'none of it': [416, '', 'bytes */10', null],
  'same tag': [304, '', null, '"one"'],
  'other tag': [200, '0123456789', null, '"one"'],
  unmodified: [304, '', null, '"one"'],
  modified: [200, '0123456789', null, '"one"'],
  "Failed to execute 'keys' on 'Cache': the method is not implemented.": 'Error',
  "Failed to execute 'addAll' on 'Cache': the method is not implemented.": 'Error',
  "Failed to execute 'has' on 'CacheStorage': the method is not implemented.": 'Error',
  "Failed to execute 'delete' on 'CacheStorage': the method is not implemented.": 'Error',
};
export const workerd = { because: 'plain workerd has no cache behind it' };
