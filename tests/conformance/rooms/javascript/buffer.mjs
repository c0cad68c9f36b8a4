// The globals of Node that people use without an import.
export const rows = ['J18'];
export const title = 'the globals Buffer, performance, global and process are Node\'s';

export default class {
  onRequest() {
    const attempt = (work) => {
      try {
        return work();
      } catch ({ name }) {
        return name;
      }
    };
    return Response.json({
      from: attempt(() => Buffer.from('hello').toString('hex')),
      namespace: attempt(() => Buffer.Buffer.from('hello').toString('hex')),
      now: attempt(() => typeof performance.now()),
      global: attempt(() => global === globalThis),
      process: attempt(() => [typeof process.env, process.cwd(), typeof process.nextTick, Array.isArray(process.argv)]),
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { from: '68656c6c6f', namespace: '68656c6c6f', now: 'number', global: true, process: ['object', '/', 'function', true] };
export const partykit = {
  because: 'Buffer is the module of that name, performance.now is missing, and global is another object',
  expected: { ...expected, from: 'TypeError', now: 'TypeError', global: false },
};
export const workerd = { because: 'plain workerd has none of Node\'s globals at this compatibility date' };
