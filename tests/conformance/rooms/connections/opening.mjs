// A client that is connected can rely on the room knowing it.
export const rows = ['C01'];
export const title = 'a socket opens only after onConnect has come to its end';

export default class {
  async onConnect() {
    await new Promise((resolve) => { this.finish = resolve; });
    this.finished = true;
  }

  onRequest(request) {
    if (request.method === 'POST') this.finish();
    return Response.json({ connecting: this.finish !== undefined, finished: this.finished === true });
  }
}

export async function drive({ http, open, until }) {
  const log = [];
  const opening = open('/party/x').then(() => log.push('open'));
  const ask = async (method) => JSON.parse((await http('/party/x', { method })).text);
  await until(async () => (await ask('GET')).connecting);
  log.push(`finished: ${(await ask('GET')).finished}`);
  await ask('POST');
  await opening;
  log.push(`finished: ${(await ask('GET')).finished}`);
  return log;
}

export const expected = ['finished: false', 'open', 'finished: true'];
