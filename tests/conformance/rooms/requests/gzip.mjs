// Who says `content-encoding: gzip` of a plain body has it compressed.
export const rows = ['R10'];
export const title = 'a response that says content-encoding: gzip is compressed on its way';

export default class {
  onRequest() {
    return new Response('hello '.repeat(100), { headers: { 'content-encoding': 'gzip' } });
  }
}

export async function drive({ origin }) {
  const response = await fetch(`${origin}/party/x`, { headers: { 'accept-encoding': 'gzip' } });
  return [response.headers.get('content-encoding'), (await response.text()).length];
}

export const expected = ['gzip', 600];
