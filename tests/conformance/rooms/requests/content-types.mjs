// What a body is made of says what type it has, unless a header does.
export const rows = ['R13', 'R14'];
export const title = 'bodies have the content type of what they are made of, URLSearchParams that of text; headers that came in are fixed';

const BODIES = {
  text: () => 'a',
  fields: () => new URLSearchParams('a=1'),
  bytes: () => new Uint8Array(1),
  blob: () => new Blob(['a'], { type: 'text/x-blob' }),
  untyped: () => new Blob(['a']),
  form: () => { const form = new FormData(); form.append('a', '1'); return form; },
  nothing: () => null,
};

export default class {
  onRequest(request) {
    let fixed;
    try {
      request.headers.set('x-a', '1');
    } catch (error) {
      fixed = `${error.name}: ${error.message}`;
    }
    const types = {};
    for (const [name, body] of Object.entries(BODIES)) {
      const made = [new Response(body()), new Request(request.url, { method: 'POST', body: body() })];
      types[name] = made.map(({ headers }) => headers.get('content-type')?.replace(/; ?boundary=.*/, '; boundary') ?? null);
    }
    const given = new Response('a', { headers: { 'content-type': 'text/x-mine' } }).headers.get('content-type');
    return Response.json({ fixed, types, given });
  }
}

export const drive = async ({ http }) => JSON.parse((await http('/party/x')).text);

const both = (type) => [type, type];
const TEXT = 'text/plain;charset=UTF-8';

export const expected = {
  fixed: "TypeError: Can't modify immutable headers.",
  types: {
    text: both(TEXT),
    fields: both(TEXT),
    bytes: both(null),
    blob: both('text/x-blob'),
    untyped: both(null),
    form: both('multipart/form-data; boundary'),
    nothing: both(null),
  },
  given: 'text/x-mine',
};

export const workerd = {
  because: 'a later one knows URLSearchParams as a form',
  expected: { ...expected, types: { ...expected.types, fields: both('application/x-www-form-urlencoded;charset=UTF-8') } },
};
