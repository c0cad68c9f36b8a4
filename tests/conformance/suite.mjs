#!/usr/bin/env node
// Runs the conformance suites that are kept beside the repository, whole: every check passes, but for those that are
// listed here with the reason. A listed check that passes is a failure, too: the list would not be true any more.
//
//     node suite.mjs SUITES --cmd ../../target/release/partyrs      SUITES has the folders `runtime` and `cli`
//
// Some checks measure time, and the machine may be busy: what fails is run once more, alone.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const FAILING = {
  runtime: {
    E03: 'process.env has the config\'s vars, as --var and .env',
    S20: 'rooms have SQL, as today\'s Durable Objects',
  },
  cli: {
    A08: 'static files have ETags and ranges',
    B18c: 'code may be made from text: more than PartyKit allows',
    B28: 'each room has an engine of its own, so no two parties share a module',
    D33: 'the debugger comes with --runtime workerd',
  },
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { cmd: { type: 'string' } } });
const [suites] = positionals;
if (!suites || !values.cmd) fail('usage: suite.mjs SUITES --cmd PARTYRS');
const binary = path.resolve(values.cmd);
if (!fs.existsSync(binary)) fail(`there is no ${binary}: build it first`);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'suites-'));
let passed = 0;
const wrong = [];
for (const [name, failing] of Object.entries(FAILING)) check(name, failing);
fs.rmSync(folder, { recursive: true, force: true });
for (const line of wrong) console.log(line);
console.log(`${passed} passed, ${wrong.length} failed`);
process.exit(wrong.length > 0 ? 1 : 0);

function check(name, failing) {
  const suite = path.join(folder, name);
  fs.cpSync(path.join(suites, name), suite, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
  makeWritable(suite);
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], suite);
  let results = outcomes(suite, ['--jobs', String(os.availableParallelism())]);
  const again = results.filter(({ id, status }) => status !== 'passed' && !(id in failing)).map(({ id }) => id);
  if (again.length > 0) {
    console.log(`${name}: once more: ${again.join(', ')}`);
    const second = new Map(outcomes(suite, ['--jobs', '1', '--only', again.join(',')]).map((result) => [result.id, result]));
    results = results.map((result) => (again.includes(result.id) ? second.get(result.id) ?? result : result));
  }
  for (const { id, title, status, message = '' } of results) {
    const reason = failing[id];
    const asListed = (status === 'passed') === (reason === undefined);
    if (asListed) passed += status === 'passed' ? 1 : 0;
    else wrong.push(`${name} ${id} ${status}: ${title}${reason ? `; listed as failing: ${reason}` : `\n    ${message}`}`);
  }
  console.log(`${name}: ${results.length} checks, ${Object.keys(failing).length} listed as failing`);
}

function outcomes(suite, options) {
  const file = path.join(suite, 'outcome.json');
  fs.rmSync(file, { force: true });
  run('node', ['run.mjs', '--cmd', binary, '--json', file, ...options], suite, [0, 1]);
  const read = JSON.parse(fs.readFileSync(file, 'utf8'));
  return Array.isArray(read) ? read : read.results;
}

function run(command, options, cwd, allowed = [0]) {
  const { status, stdout, stderr, error } = spawnSync(command, options, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error || !allowed.includes(status)) fail(`${command} ${options.join(' ')}: ${error ?? status}\n${stdout}\n${stderr}`);
}

/** The suites may have been handed over read-only. */
function makeWritable(root) {
  fs.chmodSync(root, 0o755);
  for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
    fs.chmodSync(path.join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
