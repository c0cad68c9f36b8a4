// A client that says goodbye is answered, at once.
export const rows = ['C35', 'C36'];
export const title = "a client's close is answered at once with its own code, or with the one that onClose chose";

class Answering {
  onClose(connection) {
    if (connection.id === 'chosen') connection.close(4002, 'see you');
  }
}

export default class extends Answering {}
export const parties = {
  hibernating: class extends Answering {
    options = { hibernate: true };
  },
};

/** Long enough for a busy machine, far less than any client waits. */
const PROMPT_MS = 4000;

export async function drive({ open }) {
  const close = async (path, id, ...given) => {
    const socket = await open(`${path}?_pk=${id}`);
    socket.close(...given);
    return [id, await socket.next(PROMPT_MS).catch(() => 'no answer')];
  };
  return Promise.all(['/party/x', '/parties/hibernating/x'].flatMap((path) => [
    close(path, 'chosen', 4000, 'bye'), close(path, 'plain', 4000, 'bye'), close(path, 'bare'),
  ]));
}

const chosen = ['chosen', { close: 4002, reason: 'see you' }];
const each = [chosen, ['plain', { close: 4000, reason: 'bye' }], ['bare', { close: 1005, reason: '' }]];
export const expected = [...each, ...each];
const hangs = [chosen, ['plain', 'no answer'], ['bare', 'no answer']];
export const partykit = { because: 'a close is not answered; clients wait for their own timeout', expected: [...hangs, ...hangs] };
