// All ways to read a body, a large one and one of unknown length included.
export const rows = ['R07', 'R08'];
export const title = 'bodies are read as JSON, text, bytes, form or stream; large and chunked ones too';

const READERS = {
  json: async (request) => (await request.json()).list.length,
  text: async (request) => (await request.text()).length,
  bytes: async (request) => new Uint8Array(await request.arrayBuffer()).reduce((sum, byte) => sum + byte, 0),
  form: async (request) => {
    const form = await request.formData();
    const file = form.get('file');
    return [form.get('name'), file.name, file.type, await file.text()];
  },
  fields: async (request) => Object.fromEntries(await request.formData()),
  stream: async (request) => {
    let bytes = 0;
    for await (const chunk of request.body) bytes += chunk.byteLength;
    return bytes;
  },
  none: async (request) => [request.body, await request.text()],
};

export default class {
  async onRequest(request) {
    const read = READERS[new URL(request.url).pathname.split('/').at(-1)];
    return Response.json(await read(request));
  }
}

const MULTIPART = [
  '--frontier', 'Content-Disposition: form-data; name="name"', '', 'Ann',
  '--frontier', 'Content-Disposition: form-data; name="file"; filename="a.txt"', 'Content-Type: text/plain', '', 'in the file',
  '--frontier--', '',
].join('\r\n');

async function* pieces() {
  for (let count = 0; count < 5; count += 1) yield 'x'.repeat(1000);
}

export async function drive({ http }) {
  const post = async (name, body, type = 'text/plain') => {
    const { text } = await http(`/party/x/${name}`, { method: 'POST', body, headers: { 'content-type': type } });
    return JSON.parse(text);
  };
  return {
    json: await post('json', JSON.stringify({ list: [1, 2, 3] }), 'application/json'),
    large: await post('text', 'y'.repeat(3 << 20)),
    bytes: await post('bytes', Uint8Array.from([1, 2, 250])),
    form: await post('form', MULTIPART, 'multipart/form-data; boundary=frontier'),
    fields: await post('fields', 'a=1&b=two+words', 'application/x-www-form-urlencoded'),
    stream: await post('stream', pieces()),
    none: JSON.parse((await http('/party/x/none')).text),
  };
}

export const expected = {
  json: 3,
  large: 3 << 20,
  bytes: 253,
  form: ['Ann', 'a.txt', 'text/plain', 'in the file'],
  fields: { a: '1', b: 'two words' },
  stream: 5000,
  none: [null, ''],
};
