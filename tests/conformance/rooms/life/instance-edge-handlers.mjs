// A handler for the edge must be static: there is no room yet that could have an instance.
export const rows = ['L11'];
export const title = 'an edge handler that is not static is warned about and not used';

export default class {
  onFetch() {
    return new Response('from an instance');
  }

  onBeforeRequest() {
    return new Response('from an instance');
  }

  onRequest() {
    return new Response('the room');
  }
}

export async function drive({ http, logged }) {
  await logged(/onFetch[^\n]*static/);
  await logged(/onBeforeRequest[^\n]*static/);
  return [(await http('/somewhere')).text, (await http('/party/x')).text];
}

export const expected = ['Not found', 'the room'];
