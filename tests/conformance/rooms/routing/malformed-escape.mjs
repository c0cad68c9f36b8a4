// Only the search for a file decodes a path, and only there it can fail.
export const rows = ['U20'];
export const title = 'a path that cannot be decoded is a 500 with the reason, and hurts nobody';

export default class {
  onRequest() {
    return new Response('fine');
  }
}
export const config = { serve: 'public' };
export const files = { 'public/a.txt': 'a' };

export async function drive({ http }) {
  const answers = [];
  for (const path of ['/%zz', '/party/%zz', '/a.txt']) {
    const { status, text } = await http(path);
    answers.push([status, text]);
  }
  return answers;
}

export const expected = [[500, 'URI malformed'], [200, 'fine'], [200, 'a']];
