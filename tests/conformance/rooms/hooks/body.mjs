// A body can be read once; whoever wants to look at it before the room reads a clone.
export const rows = ['B06'];
export const title = 'the body reaches the room through onBeforeRequest, unless the hook has read it';

export default class {
  static async onBeforeRequest(request) {
    const how = new URL(request.url).searchParams.get('read');
    if (how === 'clone') request.headers.set('x-length', String((await request.clone().text()).length));
    if (how === 'all') await request.text();
    return request;
  }

  async onRequest(request) {
    return new Response(`${request.headers.get('x-length')} ${await request.text()}`);
  }
}

export async function drive({ http }) {
  const answers = {};
  for (const how of ['none', 'clone', 'all']) {
    const { status, text } = await http(`/party/x?read=${how}`, { method: 'POST', body: 'the body' });
    answers[how] = [status, text];
  }
  return answers;
}

export const expected = {
  none: [200, 'null the body'],
  clone: [200, '8 the body'],
  all: [500, 'Cannot reconstruct a Request with a used body.'],
};
