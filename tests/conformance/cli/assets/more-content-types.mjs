// Types that PartyKit forgot, and that people ask for.
export const rows = ['cli:A07'];
export const title = 'text, icons, sound and films have their types too';

const NAMES = ['txt', 'ico', 'map', 'csv', 'mp3', 'mp4', 'webm', 'wav'].map((extension) => `a.${extension}`);

export default {};
export const config = { serve: 'public' };
export const files = Object.fromEntries(NAMES.map((name) => [`public/${name}`, 'content']));

export async function drive({ http }) {
  const types = {};
  for (const name of NAMES) types[name] = (await http(`/${name}`)).headers['content-type'];
  return types;
}

export const expected = {
  'a.txt': 'text/plain; charset=utf-8',
  'a.ico': 'image/x-icon',
  'a.map': 'application/json; charset=utf-8',
  'a.csv': 'text/csv; charset=utf-8',
  'a.mp3': 'audio/mpeg',
  'a.mp4': 'video/mp4',
  'a.webm': 'video/webm',
  'a.wav': 'audio/wav',
};
export const partykit = {
  because: 'all of these are `application/octet-stream`',
  expected: Object.fromEntries(NAMES.map((name) => [name, 'application/octet-stream'])),
};
