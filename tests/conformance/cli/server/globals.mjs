// What packages made for Node take for granted.
export const rows = ['cli:B18'];
export const title = 'Buffer, process, global and performance are there without an import; __dirname is not';

function attempt(call) {
  try {
    return call();
  } catch (error) {
    return error.message;
  }
}

export default {
  async onFetch() {
    return Response.json({
      buffer: attempt(() => Buffer.from('hi').toString('hex')),
      performance: attempt(() => typeof performance.now()),
      global: global === globalThis,
      process: [process.cwd(), typeof process.env, await new Promise((resolve) => process.nextTick(resolve, 'ticked'))],
      dirname: typeof __dirname,
    });
  },
};

export async function drive({ http }) {
  return JSON.parse((await http('/')).text);
}

const rest = { process: ['/', 'object', 'ticked'], dirname: 'undefined' };
export const expected = { buffer: '6869', performance: 'number', global: true, ...rest };
export const partykit = {
  because: 'without an import, `Buffer`, `performance` and `global` are empty shells',
  expected: { buffer: 'Buffer.from is not a function', performance: 'performance.now is not a function', global: false, ...rest },
};
