// A stream goes out chunk by chunk, while it is made.
export const rows = ['R06'];
export const title = 'a streamed response arrives while it is written, as server-sent events need it';

export default class {
  /** Sends a line, and the next one only after somebody asked for it. */
  onRequest(request) {
    if (request.method === 'POST') {
      this.more();
      return new Response('more');
    }
    const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    const write = (line) => writer.write(new TextEncoder().encode(`data: ${line}\n\n`));
    write('first');
    this.more = () => {
      write('second');
      writer.close();
    };
    return new Response(readable, { headers: { 'content-type': 'text/event-stream' } });
  }
}

export async function drive({ origin, http }) {
  const response = await fetch(`${origin}/party/x`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const first = (await reader.read()).value;
  await http('/party/x', { method: 'POST' });
  const rest = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) rest.push(read.value);
  return [response.headers.get('content-type'), first, rest.join('')];
}

export const expected = ['text/event-stream', 'data: first\n\n', 'data: second\n\n'];
