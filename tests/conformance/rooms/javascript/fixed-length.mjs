// FixedLengthStream, whose purpose is the header.
export const rows = ['J12'];
export const title = 'a request and a response with a FixedLengthStream for a body say how long they are';

function streamed(text, length) {
  const { readable, writable } = new FixedLengthStream(length);
  const writer = writable.getWriter();
  Promise.resolve(writer.write(new TextEncoder().encode(text))).then(() => writer.close()).catch(() => {});
  return readable;
}

export default class {
  static async onFetch(request) {
    return Response.json([request.headers.get('content-length'), await request.text()]);
  }

  async onRequest(request) {
    if (new URL(request.url).searchParams.has('answer')) return new Response(streamed('hello', 5));
    const to = new URL('/told', request.url);
    const ask = async (input) => (await fetch(input)).json();
    const seen = {
      init: await fetch(to, { method: 'POST', body: streamed('hello', 5) }).then((response) => response.json()),
      request: await ask(new Request(to, { method: 'POST', body: streamed('hello', 5) })),
      again: await ask(new Request(new Request(to, { method: 'POST', body: streamed('hello', 5) }))),
    };
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  const answer = await http('/party/x?answer');
  return { ...JSON.parse((await http('/party/x')).text), answer: [answer.headers['content-length'], answer.text] };
}

const told = ['5', 'hello'];
export const expected = { init: told, request: told, again: told, answer: told };
