// Static handlers are called as methods of the class, as people write them.
export const rows = ['U35'];
export const title = '`this` in onFetch is the class';

export default class Server {
  static greeting = 'hello';

  static onFetch() {
    return new Response(String(this?.greeting));
  }
}

export async function drive({ http }) {
  return (await http('/')).text;
}

export const expected = 'hello';
export const partykit = { because: '`this` is undefined', expected: 'undefined' };
