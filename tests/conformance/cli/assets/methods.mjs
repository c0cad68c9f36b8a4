// Files answer GET and HEAD; the rest is onFetch's.
export const rows = ['cli:A06'];
export const title = 'HEAD of a file has its headers and no body; other methods fall through to onFetch';

export default {
  onFetch(request) {
    return request.method === 'DELETE' ? null : new Response(`onFetch ${request.method}`);
  },
};
export const config = { serve: 'public' };
export const files = { 'public/a.css': 'a {}' };

export async function drive({ http }) {
  const answers = {};
  for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'DELETE']) {
    const { status, text } = await http('/a.css', { method });
    answers[method] = [status, text];
  }
  const { headers } = await http('/a.css', { method: 'HEAD' });
  return { answers, head: [headers['content-type'], headers['content-length']] };
}

export const expected = {
  answers: {
    GET: [200, 'a {}'],
    HEAD: [200, ''],
    POST: [200, 'onFetch POST'],
    PUT: [200, 'onFetch PUT'],
    OPTIONS: [200, 'onFetch OPTIONS'],
    DELETE: [404, 'Not found'],
  },
  head: ['text/css; charset=utf-8', '4'],
};
