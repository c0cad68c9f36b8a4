// Names of files as they go into URLs.
export const rows = ['cli:A04', 'cli:A17'];
export const title = 'files with spaces, umlauts and the signs of URLs in their names are served; a bad escape is a 500';

export default {
  onFetch() {
    return new Response('onFetch');
  },
};
export const config = { serve: 'public' };
export const files = {
  'public/with space.txt': 'space',
  'public/grüße.txt': 'umlauts',
  'public/a#b.txt': 'hash',
  'public/a?b.txt': 'question',
  'public/100%.txt': 'percent',
};

export async function drive({ http }) {
  const answers = {};
  const paths = ['/with%20space.txt', '/gr%C3%BC%C3%9Fe.txt', '/%ZZ', '/a%23b.txt', '/a%3Fb.txt', '/100%25.txt', '/toString'];
  for (const path of paths) {
    const { status, text } = await http(path);
    answers[path] = [status, text];
  }
  return answers;
}

export const expected = {
  '/with%20space.txt': [200, 'space'],
  '/gr%C3%BC%C3%9Fe.txt': [200, 'umlauts'],
  '/%ZZ': [500, 'URI malformed'],
  '/a%23b.txt': [200, 'hash'],
  '/a%3Fb.txt': [200, 'question'],
  '/100%25.txt': [200, 'percent'],
  '/toString': [200, 'onFetch'],
};
export const partykit = { because: 'names with `#`, `?` or `%` are not found, nor is anything that objects inherit, like `/toString`' };
