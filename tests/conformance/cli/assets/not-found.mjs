export const rows = ['cli:A10'];
export const title = '404.html is the page of everything that is not there, for every method, with the status 404';

export default {};
export const config = { serve: 'public' };
export const files = { 'public/404.html': '<h1>nowhere</h1>', 'public/sub/404.html': 'not this one' };

export async function drive({ http }) {
  const get = await http('/sub/nothing');
  const post = await http('/nothing', { method: 'POST', body: 'x' });
  const itself = await http('/404.html');
  return [get, post, itself].map(({ status, text, headers }) => [status, text, headers['content-type']]);
}

const TYPE = 'text/html; charset=utf-8';
export const expected = [
  [404, '<h1>nowhere</h1>', TYPE],
  [404, '<h1>nowhere</h1>', TYPE],
  [200, '<h1>nowhere</h1>', TYPE],
];
