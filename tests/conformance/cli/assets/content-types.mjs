// A file's type follows from its extension.
export const rows = ['cli:A07'];
export const title = 'the content types that web pages need';

const NAMES = [
  'css', 'html', 'HTM', 'js', 'mjs', 'json', 'xml', 'xhtml', 'md', 'markdown', 'avif', 'gif', 'jpeg', 'jpg', 'png', 'svg', 'webp',
  'eot', 'otf', 'sfnt', 'ttf', 'woff', 'woff2', 'pdf', 'wasm', 'webmanifest', 'unknown',
].map((extension) => `a.${extension}`);

export default {};
export const config = { serve: 'public' };
export const files = Object.fromEntries([...NAMES, 'README'].map((name) => [`public/${name}`, 'content']));

export async function drive({ http }) {
  const types = {};
  for (const name of [...NAMES, 'README']) {
    types[name] = (await http(`/${name}`)).headers['content-type'];
  }
  return types;
}

export const expected = {
  'a.css': 'text/css; charset=utf-8',
  'a.html': 'text/html; charset=utf-8',
  'a.HTM': 'text/html; charset=utf-8',
  'a.js': 'text/javascript; charset=utf-8',
  'a.mjs': 'text/javascript; charset=utf-8',
  'a.json': 'application/json; charset=utf-8',
  'a.xml': 'text/xml; charset=utf-8',
  'a.xhtml': 'application/xhtml+xml; charset=utf-8',
  'a.md': 'text/markdown; charset=utf-8',
  'a.markdown': 'text/markdown; charset=utf-8',
  'a.avif': 'image/avif',
  'a.gif': 'image/gif',
  'a.jpeg': 'image/jpeg',
  'a.jpg': 'image/jpeg',
  'a.png': 'image/png',
  'a.svg': 'image/svg+xml',
  'a.webp': 'image/webp',
  'a.eot': 'application/vnd.ms-fontobject',
  'a.otf': 'font/otf',
  'a.sfnt': 'font/sfnt',
  'a.ttf': 'font/ttf',
  'a.woff': 'font/woff',
  'a.woff2': 'font/woff2',
  'a.pdf': 'application/pdf',
  'a.wasm': 'application/wasm',
  'a.webmanifest': 'application/manifest+json',
  'a.unknown': 'application/octet-stream',
  README: 'application/octet-stream',
};
