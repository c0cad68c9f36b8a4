// Delays that do not fit into 32 bits, which browsers and Node cut off.
export const rows = ['J13'];
export const title = 'a timer of a month does not fire at once, and its callback has the global object as `this`';

export default class {
  async onRequest() {
    const fired = [];
    const ids = [2 ** 31, 2 ** 32, Infinity].map((ms) => setTimeout(() => fired.push(ms), ms));
    const isGlobal = await new Promise((resolve) => setTimeout(function () { resolve(this === globalThis); }, -1));
    await scheduler.wait(30);
    ids.forEach((id) => clearTimeout(id));
    return Response.json({ fired, isGlobal });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { fired: [], isGlobal: true };
