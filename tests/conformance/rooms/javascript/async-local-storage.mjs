// The tenth of Node's native modules: a value that follows a chain of calls.
export const rows = ['J03', 'J05'];
export const title = 'AsyncLocalStorage keeps its value across awaits, timers and microtasks, apart from other requests';

let storage;
async function load() {
  const { AsyncLocalStorage } = await import('node:async_hooks');
  storage ??= new AsyncLocalStorage();
}

async function later() {
  const seen = [storage.getStore()];
  await null;
  seen.push(storage.getStore());
  await new Promise((resolve) => { setTimeout(resolve, 20); });
  seen.push(storage.getStore());
  seen.push(await new Promise((resolve) => { setTimeout(() => resolve(storage.getStore()), 1); }));
  seen.push(await new Promise((resolve) => { queueMicrotask(() => resolve(storage.getStore())); }));
  seen.push(storage.run('inner', () => storage.getStore()), storage.exit(() => storage.getStore() ?? 'none'), storage.getStore());
  return seen;
}

export default class {
  async onRequest() {
    await load();
    const both = await Promise.all([storage.run('one', later), storage.run('two', later)]);
    return Response.json({ both, outside: storage.getStore() ?? 'none' });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

const seen = (name) => [name, name, name, name, name, 'inner', 'none', name];
export const expected = { both: [seen('one'), seen('two')], outside: 'none' };
