// A client that goes away takes nothing with it.
export const rows = ['L20'];
export const title = 'a handler goes on to its end after its client has gone';

export default class {
  state = 'idle';

  async onRequest(request) {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/release')) this.release();
    if (pathname.endsWith('/wait')) {
      const released = new Promise((resolve) => { this.release = resolve; });
      this.state = 'waiting';
      await released;
      this.state = 'done';
    }
    return new Response(this.state);
  }
}

export async function drive({ http, raw, address, until }) {
  const becomes = (state) => until(async () => (await http('/party/x')).text === state);
  const answer = await raw(`GET /party/x/wait HTTP/1.1\r\nHost: ${address}\r\n\r\n`);
  await becomes('waiting');
  await http('/party/x/release');
  return { answer, done: await becomes('done') };
}

export const expected = { answer: '', done: true };
