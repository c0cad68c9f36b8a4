// What packages made for Node take for granted.
export const rows = ['cli:B18'];
export const title = 'Buffer, process, global and performance are there without an import; __dirname is not';

export default {
  async onFetch() {
    const ticked = await new Promise((resolve) => process.nextTick(resolve, 'ticked'));
    return Response.json({
      buffer: Buffer.from('hi').toString('base64'),
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

export const expected = {
  buffer: 'aGk=', global: true, performance: 'number', process: ['/', 'object', 'ticked'], dirname: 'undefined',
};
