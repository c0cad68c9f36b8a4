// A path names a file exactly; only a slash at its end stands for `index.html`.
export const rows = ['cli:A01', 'cli:A02', 'cli:A03'];
export const title = '/ and /dir/ are their index.html; /dir is not redirected, and no .html is guessed';

export default {};
export const config = { serve: 'public' };
export const files = {
  'public/index.html': 'the index',
  'public/about.html': 'about',
  'public/docs/index.html': 'the docs',
  'public/docs/a.txt': 'a',
  'public/empty/a.txt': 'a',
};

export async function drive({ http }) {
  const answers = {};
  for (const path of ['/', '/index.html', '/docs/', '/docs', '/docs/a.txt?b=c', '/about', '/About.html', '/empty/', '//docs/a.txt', '/x/../docs/a.txt']) {
    const { status, text } = await http(path);
    answers[path] = [status, text];
  }
  return answers;
}

export const expected = {
  '/': [200, 'the index'],
  '/index.html': [200, 'the index'],
  '/docs/': [200, 'the docs'],
  '/docs': [404, 'Not found'],
  '/docs/a.txt?b=c': [200, 'a'],
  '/about': [404, 'Not found'],
  '/About.html': [404, 'Not found'],
  '/empty/': [404, 'Not found'],
  '//docs/a.txt': [404, 'Not found'],
  '/x/../docs/a.txt': [200, 'a'],
};
