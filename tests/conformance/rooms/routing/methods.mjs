// OPTIONS is a request like any other: nobody adds CORS headers.
export const rows = ['U16', 'U17'];
export const title = 'every method reaches onRequest, OPTIONS too';

export default class {
  onRequest(request) {
    return new Response(request.method, { headers: { 'x-method': request.method } });
  }
}

export async function drive({ http }) {
  const seen = {};
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
    const { status, text, headers } = await http('/party/x', { method });
    seen[method] = [status, text, headers['x-method']];
    if (headers['access-control-allow-origin']) seen[method].push('CORS');
  }
  return seen;
}

export const expected = {
  GET: [200, 'GET', 'GET'],
  POST: [200, 'POST', 'POST'],
  PUT: [200, 'PUT', 'PUT'],
  PATCH: [200, 'PATCH', 'PATCH'],
  DELETE: [200, 'DELETE', 'DELETE'],
  OPTIONS: [200, 'OPTIONS', 'OPTIONS'],
  HEAD: [200, '', 'HEAD'],
};
