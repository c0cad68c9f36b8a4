// What lies in the folder but is nobody's business.
export const rows = ['cli:A05'];
export const title = 'dot files, dot folders and node_modules are not served';

export default {};
export const config = { serve: 'public' };
export const files = {
  'public/seen.txt': 'seen',
  'public/.env': 'SECRET=1',
  'public/.well-known/a.txt': 'hidden',
  'public/node_modules/a/index.js': 'hidden',
  'public/sub/node_modules/a.js': 'hidden',
  'public/sub/.hidden': 'hidden',
};

export async function drive({ http }) {
  const answers = {};
  for (const name of Object.keys(files)) {
    const { status, text } = await http(name.replace('public', ''));
    answers[name] = [status, text];
  }
  return answers;
}

const none = [404, 'Not found'];
export const expected = {
  'public/seen.txt': [200, 'seen'],
  'public/.env': none,
  'public/.well-known/a.txt': none,
  'public/node_modules/a/index.js': none,
  'public/sub/node_modules/a.js': none,
  'public/sub/.hidden': none,
};
