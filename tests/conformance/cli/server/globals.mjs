// What packages made for Node take for granted.
export const rows = ['cli:B18'];
export const title = 'Buffer, process, global and performance are there without an import; __dirname is not';

export default {
  async onFetch() {
    const ticked = await new Promise((resolve) => process.nextTick(resolve, 'ticked'));
    const hex = () => {
      try {
        return Buffer.from('hi').toString('hex');
      } catch (error) {
        return error.message;
      }
    };
    return Response.json({
      buffer: hex(),
      global: global === globalThis,
      performance: typeof performance.now(),
      process: [process.cwd(), typeof process.env, ticked],
      dirname: typeof __dirname,
    });
  },
};

export async function drive({ http }) {
  return JSON.parse((await http('/')).text);
}

const rest = {
  global: true, performance: 'number', process: ['/', 'object', 'ticked'], dirname: 'undefined',
};
export const expected = { buffer: '6869', ...rest };
export const partykit = { because: '`Buffer` without an import has no `from`', expected: { buffer: 'Buffer.from is not a function', ...rest } };
