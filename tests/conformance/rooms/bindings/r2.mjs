// An R2 bucket: objects with metadata and checksums, parts of them, conditions, lists.
export const rows = ['E06'];
export const title = 'bindings.r2 keeps objects, and gives them back whole, in part, under conditions and in lists';

const told = (promise) => promise.then((value) => value ?? null, (error) => `${error.name}: ${error.message}`);
const about = ({ key, size, etag, httpEtag, httpMetadata, customMetadata, range, checksums }) =>
  ({ key, size, etag, httpEtag, httpMetadata, customMetadata, range, checksums: checksums.toJSON() });
const HELLO = '5eb63bbbe01eeed093cb22bb8f5acdc3';

const cases = {
  metadata: async (r2) => {
    const put = await r2.put('a.txt', 'hello world', {
      httpMetadata: { contentType: 'text/css', cacheControl: 'max-age=5', cacheExpiry: new Date(1e12) },
      customMetadata: { b: '2', a: 'ü' }, sha1: '2aae6c35c94fcfb415dbe95f408b9ce91ee846ed',
    });
    const headers = new Headers({ 'content-type': 'old' });
    put.writeHttpMetadata(headers);
    return [about(put), about(await r2.head('a.txt')), [...headers], await r2.head('none'), await r2.get('none')];
  },
  bodies: async (r2) => {
    await r2.put('view', new TextEncoder().encode('xxabcxx').subarray(2, 5));
    await r2.put('blob', new Blob(['blob']), { httpMetadata: { contentType: 'text/x' } });
    await r2.put('stream', new Response('xyz').body);
    await r2.put('empty', null);
    const blob = await (await r2.get('blob')).blob();
    const body = await r2.get('view');
    return [await body.text(), body.bodyUsed, await told(body.text()), blob.size, blob.type, await (await r2.get('stream')).text(), await (await r2.get('empty')).text()];
  },
  ranges: async (r2) => {
    const part = async (range) => {
      const found = await r2.get('a.txt', { range });
      return [found.range, await found.text()];
    };
    return Promise.all([
      { offset: 2, length: 3 }, { offset: 6 }, { length: 4 }, { suffix: 5 }, { suffix: 500 }, { offset: 6, length: 100 }, {},
      new Headers({ range: 'bytes=1-3' }), new Headers({ range: 'bytes=-3' }), new Headers({ range: 'bytes=0-1, 3-4' }),
      { offset: 50 }, { suffix: 0 }, { offset: -1 }, { offset: 1, suffix: 2 },
    ].map((range) => told(part(range))));
  },
  conditions: async (r2) => {
    const has = async (onlyIf) => 'body' in (await r2.get('a.txt', { onlyIf }));
    const [soon, ago] = [new Date(Date.now() + 1e6), new Date(0)];
    const { httpEtag, etag } = await r2.head('a.txt');
    return [
      await has({ etagMatches: etag }), await has({ etagMatches: 'no' }), await has({ etagDoesNotMatch: etag }),
      await has({ uploadedBefore: soon }), await has({ uploadedBefore: ago }), await has({ uploadedAfter: soon }), await has({ uploadedAfter: ago }),
      await has(new Headers({ 'if-none-match': httpEtag })), await has(new Headers({ 'if-match': `"x", ${httpEtag}` })),
      await has(new Headers({ 'if-modified-since': soon.toUTCString() })),
      await r2.put('a.txt', 'other', { onlyIf: { etagMatches: 'no' } }), await r2.put('new', 'x', { onlyIf: { etagMatches: 'no' } }),
      (await r2.put('new', 'x', { onlyIf: { uploadedBefore: ago } })).key, await told(has({ etagMatches: '"quoted"' })),
    ];
  },
  lists: async (r2) => {
    for (const key of ['l/b', 'l/a', 'l/c/1', 'l/c/2', 'l/d', 'l/é']) await r2.put(key, key, { customMetadata: { key } });
    const page = async (options) => {
      const { objects, truncated, delimitedPrefixes } = await r2.list({ prefix: 'l/', ...options });
      return [objects.map(({ key, customMetadata }) => [key, customMetadata]), truncated, delimitedPrefixes];
    };
    const { cursor } = await r2.list({ prefix: 'l/', delimiter: '/', limit: 2 });
    return [
      await page({}), await page({ limit: 1, include: ['customMetadata'] }), await page({ delimiter: '/' }),
      await page({ delimiter: '/', limit: 2, cursor }), await page({ startAfter: 'l/c/2' }), await page({ prefix: 'none' }),
      await told(page({ limit: 0 })), await told(page({ include: ['more'] })),
    ];
  },
  removed: async (r2) => [await told(r2.delete('new')), await told(r2.delete(['view', 'blob', 'none'])), await r2.head('view')],
  refused: (r2) => Promise.all([
    r2.put('k'.repeat(1025), ''), r2.put('a', {}), r2.put('a', new ReadableStream()), r2.put('a', 'hello', { md5: HELLO }), r2.put('a', 'x', { md5: '00' }),
    r2.put('a', 'x', { md5: HELLO, sha1: '00'.repeat(20) }), r2.put('a', 'x', { customMetadata: { a: 'b'.repeat(2048) } }),
  ].map(told)),
};

export default class Main {
  static async onFetch(request, { bindings }) {
    const { pathname } = new URL(request.url);
    return Response.json(await cases[pathname.slice(1)](bindings.r2.files));
  }
}
export const config = { bindings: { r2: { files: 'some-bucket' } } };

export async function drive({ http }) {
  const transcript = {};
  for (const name of Object.keys(cases)) transcript[name] = JSON.parse((await http(`/${name}`)).text);
  return transcript;
}

const object = {
  key: 'a.txt', size: 11, etag: HELLO, httpEtag: `"${HELLO}"`,
  httpMetadata: { contentType: 'text/css', cacheControl: 'max-age=5', cacheExpiry: '2001-09-09T01:46:40.000Z' },
  customMetadata: { b: '2', a: 'ü' },
  checksums: { md5: HELLO, sha1: '2aae6c35c94fcfb415dbe95f408b9ce91ee846ed' },
};
const NOT_SATISFIABLE = 'Error: get: The requested range is not satisfiable (10039)';
const bare = (...keys) => keys.map((key) => [key, {}]);
export const expected = {
  metadata: [
    object, { ...object, range: { offset: 0, length: 11 } },
    [['cache-control', 'max-age=5'], ['content-type', 'text/css'], ['expires', 'Sun, 09 Sep 2001 01:46:40 GMT']], null, null,
  ],
  bodies: [
    'abc', true, 'TypeError: Body has already been used. It can only be used once. Use tee() first if you need to read it twice.',
    4, 'text/x', 'xyz', '',
  ],
  ranges: [
    [{ offset: 2, length: 3 }, 'llo'], [{ offset: 6, length: 5 }, 'world'], [{ offset: 0, length: 4 }, 'hell'],
    [{ offset: 6, length: 5 }, 'world'], [{ offset: 0, length: 11 }, 'hello world'], [{ offset: 6, length: 5 }, 'world'],
    [{ offset: 0, length: 11 }, 'hello world'], [{ offset: 1, length: 3 }, 'ell'], [{ offset: 8, length: 3 }, 'rld'],
    [{ offset: 0, length: 11 }, 'hello world'], NOT_SATISFIABLE, NOT_SATISFIABLE,
    'RangeError: Invalid range. Starting offset (-1) must be greater than or equal to 0.',
    'TypeError: Suffix is incompatible with offset.',
  ],
  conditions: [
    true, false, false, true, false, false, true, false, true, false, null, null, 'new',
    'TypeError: Conditional ETag should not be wrapped in quotes ("quoted").',
  ],
  lists: [
    [bare('l/a', 'l/b', 'l/c/1', 'l/c/2', 'l/d', 'l/é'), false, []],
    [[['l/a', { key: 'l/a' }]], true, []],
    [bare('l/a', 'l/b', 'l/d', 'l/é'), false, ['l/c/']],
    [bare('l/d'), true, ['l/c/']],
    [bare('l/d', 'l/é'), false, []],
    [[], false, []],
    'Error: list: MaxKeys params must be positive integer <= 1000. (10022)',
    'RangeError: Unsupported include value more',
  ],
  removed: [null, null, null],
  refused: [
    'Error: put: The specified object name is not valid. (10020)',
    "TypeError: Failed to execute 'put' on 'R2Bucket': parameter 2 is not of type 'ReadableStream or ArrayBuffer or ArrayBufferView or string or Blob'.",
    'TypeError: Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)',
    `Error: put: The MD5 checksum you specified did not match what we received.\nYou provided a MD5 checksum with value: ${HELLO}\nActual MD5 was: 5d41402abc4b2a76b9719d911017c592 (10037)`,
    'TypeError: MD5 is 32 hex characters, not 2',
    'TypeError: You cannot specify multiple hashing algorithms.',
    'Error: put: Your metadata headers exceed the maximum allowed metadata size. (10012)',
  ],
};
export const workerd = { because: 'plain workerd has no R2 of its own' };
