#!/usr/bin/env node
// Runs the behaviours of this folder against a host and says which hold. The same files are the differential test:
// against PartyKit itself each must give what it says PartyKit does, and against plain workerd the party layer must
// stand without our host.
//
//     npm ci && node run.mjs                               the release build of this tree
//     node run.mjs --cmd target/debug/partyrs broadcast U03    some behaviours: parts of names, or ids of rows
//     npm ci --prefix partykit && node run.mjs --host partykit
//     npm ci --prefix ../workerd && node run.mjs --host workerd rooms/
//
// `--json FILE` writes the outcomes, for compatibility.mjs. `--log` shows what servers printed, `--jobs` says how many at once.
import fs from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { load, run } from './lib/behaviour.mjs';
import { HOSTS } from './lib/host.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    host: { type: 'string', default: 'partyrs' }, cmd: { type: 'string' }, json: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism() + 1) }, log: { type: 'boolean', default: false },
  },
});
const host = chosenHost();
const chosen = (await load(import.meta.dirname)).filter(isChosen);
if (chosen.length === 0) fail(`nothing here is called ${positionals.join(' or ')}`);

const results = await runAll();
const failed = results.filter((result) => result.outcome === 'failed');
if (values.json) fs.writeFileSync(values.json, JSON.stringify({ host: values.host, results }, null, 1));
console.log(`${results.length - failed.length} passed, ${failed.length} failed, on ${values.host}`);
process.exit(failed.length > 0 ? 1 : 0);

function chosenHost() {
  const known = HOSTS[values.host];
  if (!known) fail(`no host is called ${values.host}: ${Object.keys(HOSTS).join(', ')}`);
  const command = values.cmd ? values.cmd.split(' ').map((word) => (word.includes('/') ? path.resolve(word) : word)) : known.command;
  const program = command.at(-1);
  if (program.includes('/') && !fs.existsSync(program)) fail(`there is no ${program}: build or install it first`);
  return { ...known, command };
}

function isChosen({ name, rows }) {
  return positionals.length === 0 || positionals.some((wanted) => rows.includes(wanted) || name.includes(wanted));
}

/** Those that only wait come first and take no one's place. */
async function runAll() {
  const slow = chosen.filter(({ seconds }) => seconds);
  const quick = chosen.filter(({ seconds }) => !seconds);
  const outcomes = new Map();
  const worker = async (queue) => {
    for (let next = queue.shift(); next; next = queue.shift()) outcomes.set(next, await report(next));
  };
  await Promise.all([...slow.map((one) => worker([one])), ...Array.from({ length: Number(values.jobs) }, () => worker(quick))]);
  // PartyKit loses lines and events when several of it share a busy machine: what it does alone counts. We may not.
  if (values.host !== 'partyrs') await worker(chosen.filter((one) => outcomes.get(one).outcome === 'failed'));
  return chosen.map((one) => outcomes.get(one));
}

async function report(behaviour) {
  const { log, ...result } = await run(behaviour, values.host, host);
  const ok = result.outcome === 'passed';
  console.log(`${ok ? 'ok' : 'not ok'} ${behaviour.name} (${behaviour.rows.join(' ')})`);
  if (!ok) console.log(result.message);
  if (!ok || values.log) console.log(`--- the server's log\n${log}\n---`);
  const { name, area, rows, title, missing, partykit, workerd } = behaviour;
  return { name, area, rows, title, missing, partykit: partykit?.because, workerd: workerd?.because, ...result };
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
