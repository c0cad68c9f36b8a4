// When things run, and what a copy is.
export const rows = ['J13'];
export const title = 'microtasks come before timers; scheduler.wait waits; structuredClone copies and moves';

export default class {
  async onRequest() {
    const order = [];
    setTimeout(() => order.push('timer'), 0);
    queueMicrotask(() => order.push('microtask'));
    Promise.resolve().then(() => order.push('promise'));
    order.push('now');
    const since = Date.now();
    await scheduler.wait(50);
    const waited = Date.now() - since >= 45;

    const buffer = new ArrayBuffer(4);
    const value = { date: new Date(5), map: new Map([['a', new Set([1])]]), error: new RangeError('far') };
    const clone = structuredClone({ ...value, self: value });
    const moved = structuredClone(buffer, { transfer: [buffer] });
    let refused;
    try {
      structuredClone(() => 1);
    } catch (error) {
      refused = [error.name, error.code];
    }

    const ticks = [];
    await new Promise((resolve) => {
      const interval = setInterval((word) => {
        ticks.push(word);
        if (ticks.length === 3) resolve(clearInterval(interval));
      }, 5, 'tick');
    });
    const cleared = setTimeout(() => ticks.push('never'), 1);
    clearTimeout(cleared);
    await scheduler.wait(20);
    return Response.json({
      order, waited, ticks, refused,
      clone: [clone.date.getTime(), clone.map.get('a').has(1), clone.error instanceof RangeError, clone.self.date === clone.date, clone.self === value],
      moved: [moved.byteLength, buffer.byteLength],
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  order: ['now', 'microtask', 'promise', 'timer'],
  waited: true,
  ticks: ['tick', 'tick', 'tick'],
  refused: ['DataCloneError', 25],
  clone: [5, true, true, true, false],
  moved: [4, 0],
};
