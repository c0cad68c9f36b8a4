// Waiting for shared memory without blocking.
export const rows = ['J01'];
export const title = 'Atomics.waitAsync is woken by Atomics.notify, in turn, or by the time';

const settled = (promise) => Promise.race([promise, scheduler.wait(200).then(() => 'never')]);

export default class {
  async onRequest() {
    const view = new Int32Array(new SharedArrayBuffer(16));
    const waits = [0, 1, 2].map(() => Atomics.waitAsync(view, 1, 0));
    const brief = Atomics.waitAsync(view, 1, 0, 10);
    const late = await settled(brief.value);
    const counts = [Atomics.notify(view, 0), Atomics.notify(view, 1, 1), Atomics.notify(view, 1)];
    const refused = [];
    for (const wrong of [new Int32Array(4), new Uint8Array(new SharedArrayBuffer(4))]) {
      try {
        Atomics.waitAsync(wrong, 0, 0);
      } catch (error) {
        refused.push(error.name);
      }
    }
    const stack = new Error('x').stack.split('\n');
    return Response.json({
      asyncs: waits.map((wait) => wait.async), values: await Promise.all(waits.map((wait) => settled(wait.value))), late, counts, refused,
      other: Atomics.waitAsync(view, 0, 5), none: Atomics.waitAsync(view, 0, 0, 0),
      typeof: typeof Atomics.waitAsync, length: Atomics.waitAsync.length, lastLine: stack.at(-1).trim().startsWith('at '),
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  asyncs: [true, true, true], values: ['ok', 'ok', 'ok'], late: 'timed-out', counts: [0, 1, 2], refused: ['TypeError', 'TypeError'],
  other: { async: false, value: 'not-equal' }, none: { async: false, value: 'timed-out' }, typeof: 'function', length: 4,
  lastLine: true,
};
export const partykit = {
  because: 'the promises never settle',
  expected: { ...expected, values: ['never', 'never', 'never'], late: 'never', counts: [0, 1, 3] },
};
export const workerd = { because: 'the promises never settle, and hold up what awaits them' };
