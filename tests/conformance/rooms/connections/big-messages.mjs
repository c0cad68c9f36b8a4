// What comes in has a limit, what goes out has none.
export const rows = ['C40', 'C41'];
export const title = 'a message may have 1 MiB, one more byte is 1009 and onError; 5 MB can be sent';

class Measuring {
  log = [];

  onMessage(message, connection) {
    if (message === 'five') return connection.send('x'.repeat(5_000_000));
    connection.send(message === 'log' ? JSON.stringify(this.log) : `got ${message.length ?? message.byteLength}`);
  }

  onError(connection, error) {
    this.log.push(`onError ${connection.id} ${error.message}`);
  }

  onClose(connection) {
    this.log.push(`onClose ${connection.id}`);
  }
}

export default class extends Measuring {}
export const parties = {
  hibernating: class extends Measuring {
    options = { hibernate: true };
  },
};

const MIB = 1024 * 1024;
const PROMPT_MS = 4000;

export async function drive({ open, until }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    const witness = await open(`${path}?_pk=witness`);
    const fits = [await witness.ask('x'.repeat(MIB)), await witness.ask(new Uint8Array(MIB)), (await witness.ask('five')).length];
    const big = await open(`${path}?_pk=big`);
    big.send('x'.repeat(MIB + 1));
    const end = await big.next(PROMPT_MS).catch(() => 'nothing');
    const log = await until(async () => {
      const told = JSON.parse(await witness.ask('log'));
      return told.length > 0 && told;
    });
    seen[path] = { fits, end, log };
  }
  return seen;
}

const each = {
  fits: ['got 1048576', 'got 1048576', 5_000_000],
  end: { close: 1009, reason: 'Message is too large: 1048577 > 1048576' },
  log: ['onError big internal error'],
};
export const expected = { '/party/x': each, '/parties/hibernating/x': each };
export const partykit = {
  because: 'no Close frame leaves a hibernating room',
  expected: { ...expected, '/parties/hibernating/x': { ...each, end: 'nothing' } },
};
