// Hooks belong to the party that the path names.
export const rows = ['B15'];
export const title = 'each party has the hooks of its own export';

export default class {
  static onBeforeRequest() {
    return new Response('hook of main');
  }
}

class Other {
  onRequest() {
    return new Response('room of other');
  }
}
class Guarded extends Other {
  static onBeforeRequest() {
    return new Response('hook of guarded');
  }
}
export const parties = { other: Other, guarded: Guarded };

export async function drive({ http }) {
  const answers = [];
  for (const path of ['/party/x', '/parties/other/x', '/parties/guarded/x']) answers.push((await http(path)).text);
  return answers;
}

export const expected = ['hook of main', 'room of other', 'hook of guarded'];
