// A listener that throws has failed; its socket has not.
export const rows = ['C53'];
export const title = 'a listener that throws, at once or later, leaves its socket open and the others alone';

export default class {
  log = [];

  onConnect(connection) {
    if (connection.id === 'witness') return;
    connection.addEventListener('message', ({ data }) => {
      if (data === 'throw') throw new Error('listener fails');
      if (data === 'reject') return Promise.reject(new Error('listener fails later'));
      connection.send(`listener heard ${data}`);
    });
  }

  onMessage(message, connection) {
    if (message === 'log') connection.send(JSON.stringify(this.log));
  }

  onError(connection, error) {
    this.log.push(`onError ${connection.id} ${error.message}`);
  }
}

const PROMPT_MS = 3000;

export async function drive({ open }) {
  const witness = await open('/party/x?_pk=witness');
  const ann = await open('/party/x?_pk=ann');
  const seen = [];
  for (const message of ['reject', 'throw']) {
    ann.send(message);
    ann.send(`after ${message}`);
    const answer = await ann.next(PROMPT_MS).catch(() => 'nothing');
    seen.push(answer.close ? 'nothing' : answer);
  }
  return [...seen, JSON.parse(await witness.ask('log'))];
}

export const expected = ['listener heard after reject', 'listener heard after throw', []];
export const partykit = {
  because: 'the throw kills the socket without a word to the client',
  expected: ['listener heard after reject', 'nothing', ['onError ann listener fails']],
};
