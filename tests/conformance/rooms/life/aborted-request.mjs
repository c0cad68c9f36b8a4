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
  const answer = await raw(`GET /party/x/wait HTTP/1.1\r\nHost: ${address}\r\n\r\n`);
  const waiting = (await http('/party/x')).text;
  await http('/party/x/release');
  await until(async () => (await http('/party/x')).text === 'done');
  return { answer, waiting };
}

export const expected = { answer: '', waiting: 'waiting' };
