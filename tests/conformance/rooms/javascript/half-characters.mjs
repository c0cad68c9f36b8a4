// Cutting a text can cut an emoji in two. What is left of it is no text in UTF-8, but it is a string.
export const rows = ['J20', 'S24'];
export const title = 'half an emoji can be logged, stored under, sent, and put into a response';

const HALF = '\u{1f600}'.slice(0, 1);

export default class {
  options = { hibernate: true };

  constructor(room) {
    this.room = room;
  }

  getConnectionTags() {
    return [`tag ${HALF}`];
  }

  onMessage(message, connection) {
    connection.send([...this.room.getConnections(`tag ${HALF}`)].length);
  }

  async onRequest(request) {
    const what = new URL(request.url).pathname.split('/').at(-1);
    if (what === 'header') return new Response('fine', { statusText: HALF, headers: { 'x-half': HALF } });
    if (what === 'throw') throw new Error(`an error with ${HALF}`);
    console.log(`a log with ${HALF}`, { [HALF]: [HALF] });
    console.error(HALF);
    const { storage } = this.room;
    await storage.put(`key ${HALF}`, HALF);
    const listed = await storage.list({ prefix: `key ${HALF}` });
    return Response.json([(await storage.get(`key ${HALF}`)).length, listed.size, await storage.delete(`key ${HALF}`)]);
  }
}

export async function drive({ http, open, logged }) {
  const seen = {};
  for (const what of ['log', 'header', 'throw']) {
    const { status, text } = await http(`/party/x/${what}`);
    seen[what] = [status, text.replace(/[^\x20-\x7e]+/, '?')];
  }
  await logged(/a log with/);
  const client = await open('/party/x?_pk=ann');
  seen.tag = await client.ask('who?');
  return seen;
}

export const expected = { log: [200, '[1,1,true]'], header: [200, 'fine'], throw: [500, 'an error with ?'], tag: '1' };
