#!/usr/bin/env node
// Room data moves between partyrs and workerd by copying a folder, both ways: every kind of value byte for byte, SQL
// tables, and an alarm that is still to come. Called as `interchange.mjs PATH_OF_PARTYRS`, after `npm install` here.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';

const partyrs = path.resolve(process.argv[2] ?? 'target/debug/partyrs');
const serve = fileURLToPath(new URL('serve.mjs', import.meta.url));

/** Values by name: every kind that structured clone knows. */
const VALUES = `{
  null: null, truth: true, int: 42, negativeZero: -0, nan: NaN, infinity: -Infinity, double: 1.5, big: 2n ** 70n, negativeBig: -5n,
  text: 'caf\\u00e9', wide: '\\u20ac\\ud83d\\ude00', lone: '\\ud800', date: new Date(1e12), noDate: new Date(NaN), regExp: /a\\/b/giu,
  map: new Map([[1, { a: 1 }], ['k', new Map()]]), set: new Set([1, 'a', {}]), buffer: new Uint8Array([1, 2, 3]).buffer,
  view: new Uint8Array([1, 2, 3, 4]).subarray(1, 3), floats: new Float64Array([1.5, -0]), bigs: new BigInt64Array([-1n]),
  dataView: new DataView(new ArrayBuffer(8), 2, 4), resizable: new ArrayBuffer(2, { maxByteLength: 8 }),
  sparse: Object.assign([1, , 3], { x: 1 }), holes: [, ,], nested: { a: [{ b: undefined }] }, boxed: [Object(1), Object('s'), Object(true), Object(1n)],
  cycle: (() => { const o = {}; o.self = o; return o; })(), shared: (() => { const d = new Date(0); return [d, d]; })(),
  oddKeys: { 2: 1, a: 1, 1: 1, '\\u20ac': 1 },
}`;

const SERVER = `
const values = () => (${VALUES});
const errors = () => [new Error('m'), new TypeError('t', { cause: { a: 1 } }), new RangeError('r'), new SyntaxError('s')];
const told = (error) => [error.name, error.message, error instanceof Error, error.cause?.a ?? null];
const hex = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, '0')).join('');
function same(a, b, seen = new Map()) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (seen.has(a)) return seen.get(a) === b;
  seen.set(a, b);
  const tag = (o) => Object.prototype.toString.call(o);
  if (tag(a) !== tag(b)) return false;
  if (a instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (a instanceof RegExp) return String(a) === String(b);
  if (a instanceof ArrayBuffer) return hex(a) === hex(b) && a.resizable === b.resizable;
  if (ArrayBuffer.isView(a)) return a.byteOffset === b.byteOffset && hex(a.buffer) === hex(b.buffer);
  if (a instanceof Map || a instanceof Set) return same([...a], [...b], seen);
  if ('valueOf' in a && typeof a.valueOf() !== 'object') return Object.is(a.valueOf(), b.valueOf());
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return a.length === b.length && keys.join() === others.join() && keys.every((key) => same(a[key], b[key], seen));
}
export default class Mover {
  constructor(room) { this.storage = room.storage; }
  async onAlarm() { await this.storage.put('fired', (await this.storage.get('fired') ?? 0) + 1); }
  async onRequest(request) {
    const { storage } = this;
    const { by, op, due } = await request.json();
    if (op === 'write') {
      for (const [name, value] of Object.entries(values())) await storage.put(by + ':' + name, value);
      await storage.put(by + ':errors', errors());
      storage.sql.exec('create table if not exists moved (who text primary key, n real, b blob, z)');
      storage.sql.exec('insert into moved values (?, ?, ?, null)', by, 1.5, new Uint8Array([0, 255]));
      await storage.put('due', due);
      await storage.setAlarm(due);
      return new Response('written');
    }
    const wrong = [];
    for (const [name, value] of Object.entries(values())) {
      if (!same(value, await storage.get(by + ':' + name))) wrong.push(name);
    }
    const stored = JSON.stringify((await storage.get(by + ':errors')).map(told));
    if (stored !== JSON.stringify(errors().map(told))) wrong.push('errors ' + stored);
    const rows = storage.sql.exec('select who, n, hex(b) as b, z from moved order by who').toArray();
    return Response.json({ wrong, rows, alarm: await storage.getAlarm(), fired: await storage.get('fired') ?? 0 });
  }
}
`;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'partyrs-interchange-'));
const places = { partyrs: '.partykit/state', workerd: '.partykit/workerd/data' };
fs.mkdirSync(path.join(folder, 'src'));
fs.writeFileSync(path.join(folder, 'src/server.js'), SERVER);
fs.writeFileSync(path.join(folder, 'partykit.json'), JSON.stringify({ name: 'mover', main: 'src/server.js', compatibilityDate: '2026-01-01' }));

/** Runs \`work\` against a server of \`kind\`, which is ended as a power cut would. */
async function on(kind, work) {
  const port = await freePort();
  const command = kind === 'partyrs' ? [partyrs, 'dev'] : [process.execPath, serve, 'dev'];
  const child = spawn(command[0], [...command.slice(1), '--port', String(port)], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let log = '';
  try {
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${kind} does not get ready:\n${log}`)), 30_000);
      const hear = (data) => { log += data; if (log.includes('Ready on')) { clearTimeout(late); resolve(); } };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => reject(new Error(`${kind} ended:\n${log}`)));
    });
    const ask = async (body) => {
      const response = await fetch(`http://127.0.0.1:${port}/party/room`, { method: 'POST', body: JSON.stringify(body) });
      const text = await response.text();
      assert.equal(response.status, 200, `${kind} ${JSON.stringify(body)}: ${text}\n${log}`);
      return text;
    };
    await work(ask);
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null) {
      process.kill(-child.pid, 'SIGKILL');
      await ended;
    }
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function move(from, to) {
  const target = path.join(folder, places[to]);
  fs.rmSync(target, { recursive: true, force: true });
  fs.cpSync(path.join(folder, places[from]), target, { recursive: true });
}

const far = Date.now() + 3_600_000;
const row = (who) => ({ who, n: 1.5, b: '00FF', z: null });

await on('partyrs', (ask) => ask({ op: 'write', by: 'partyrs', due: far }));
move('partyrs', 'workerd');
await on('workerd', async (ask) => {
  assert.deepEqual(JSON.parse(await ask({ by: 'partyrs' })), { wrong: [], rows: [row('partyrs')], alarm: far, fired: 0 });
  await ask({ op: 'write', by: 'workerd', due: Date.now() + 3000 });
});
move('workerd', 'partyrs');
await on('partyrs', async (ask) => {
  for (const by of ['workerd', 'partyrs']) {
    const found = JSON.parse(await ask({ by }));
    assert.deepEqual([found.wrong, found.rows], [[], [row('partyrs'), row('workerd')]]);
  }
  await fires(ask);
  await ask({ op: 'write', by: 'again', due: Date.now() + 3000 });
});
move('partyrs', 'workerd');
await on('workerd', async (ask) => fires(ask, 2));
fs.rmSync(folder, { recursive: true });
console.log('values, tables and alarms move both ways');

/** Waits until the alarm has come so often. */
async function fires(ask, times = 1) {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = JSON.parse(await ask({ by: 'partyrs' }));
    if (found.fired === times) return;
    assert.ok(Date.now() < end, `the alarm has not come: ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
