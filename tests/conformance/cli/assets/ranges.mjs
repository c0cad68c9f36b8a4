// What browsers expect of files: validators, and parts of films.
export const rows = ['cli:A08'];
export const title = 'files have an ETag, are asked for again each time, and answer If-None-Match and Range';

export default {};
export const config = { serve: 'public' };
export const files = { 'public/a.mp4': '0123456789' };

export async function drive({ http }) {
  const { headers } = await http('/a.mp4');
  const same = await http('/a.mp4', { headers: { 'if-none-match': headers.etag ?? '"none"' } });
  const part = await http('/a.mp4', { headers: { range: 'bytes=2-4' } });
  const beyond = await http('/a.mp4', { headers: { range: 'bytes=20-' } });
  return {
    etag: 'etag' in headers,
    same: [same.status, same.text],
    part: [part.status, part.text, part.headers['content-range'] ?? null],
    beyond: beyond.status,
    cached: headers['cache-control'] ?? null,
  };
}

export const expected = {
  etag: true,
  same: [304, ''],
  part: [206, '234', 'bytes 2-4/10'],
  beyond: 416,
  cached: 'no-cache',
};
export const partykit = {
  because: 'always the whole file, without a validator',
  expected: { etag: false, same: [200, '0123456789'], part: [200, '0123456789', null], beyond: 200, cached: null },
};
