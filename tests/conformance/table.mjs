#!/usr/bin/env node
// Turns the outcome of a conformance run into docs/compatibility.md. Runs no check itself, and knows no row: ids,
// titles and outcomes are the run's. Why a row failed stands in notes.json, and, as `state: better`, that it differs on
// purpose; without a note the check's own message is shown.
//
//     node tests/conformance/table.mjs --out docs/compatibility.md runtime.json cli.json
//
// `--wpt FILE` adds what `node tests/wpt/run.mjs --json FILE` wrote.
//
// A run is the suite's `--json` file: a list of results, or `{ results }`. Per result it reads id, title, expect
// (`real`: as PartyKit; `improved`: better on purpose, and then `real` says what PartyKit does), status and message.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const AREAS = {
  runtime: {
    U: 'URLs and the edge', B: 'Hooks before a room', L: 'The life of a room', C: 'Connections', R: 'Requests',
    P: 'Parties calling each other', S: 'Storage', A: 'Alarms', E: 'Environment', J: 'JavaScript and Web APIs',
    Y: 'y-partykit', K: 'partysocket',
  },
  cli: {
    assets: 'Static files', 'bundle-client': 'Client bundle', 'bundle-server': 'Server bundle', config: 'Configuration',
    dev: 'dev', env: 'Environment files', exit: 'Exit codes', flags: 'Flags', init: 'init', reload: 'Watching and reloading',
    tty: 'In a terminal',
  },
};
const STATES = ['same', 'better', 'missing', 'not checked'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, wpt: { type: 'string' }, notes: { type: 'string', default: fileURLToPath(new URL('notes.json', import.meta.url)) } },
});
if (positionals.length === 0) {
  console.error('usage: table.mjs [--out docs/compatibility.md] [--wpt wpt.json] [--notes notes.json] <run.json>…');
  process.exit(1);
}
const notes = readNotes(values.notes);
const suites = positionals.map(readRun);
const wpt = values.wpt ? JSON.parse(fs.readFileSync(values.wpt, 'utf8')) : null;
const text = page(suites) + (wpt ? platform(wpt) : '');
if (values.out) fs.writeFileSync(values.out, text);
else process.stdout.write(text);
reportStaleNotes(suites);

/** Suite → id → `{ why, state? }`. */
function readNotes(file) {
  const written = Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')));
  return Object.fromEntries(written.map(([suite, groups]) => [
    suite, Object.fromEntries(groups.flatMap(({ ids, ...note }) => ids.map((id) => [id, note]))),
  ]));
}

function readRun(file) {
  const read = JSON.parse(fs.readFileSync(file, 'utf8'));
  const results = Array.isArray(read) ? read : read.results;
  // Only the CLI suite says which area a check is of.
  const suite = results.some((result) => result.area) ? 'cli' : 'runtime';
  return { suite, rows: results.map((result) => row(suite, result)).sort(byId) };
}

function row(suite, { id, title, expect, status, message, real, area }) {
  const note = status === 'failed' ? notes[suite]?.[id] : undefined;
  const state = note?.state ?? { passed: expect === 'improved' ? 'better' : 'same', failed: 'missing', skipped: 'not checked' }[status];
  const said = status === 'passed' ? real && `PartyKit: ${real}` : firstLine(message);
  return { id, title, state, why: note?.why ?? said ?? '', area: area ?? id[0], failed: status === 'failed' };
}

function byId(one, other) {
  return one.id.localeCompare(other.id, 'en');
}

function firstLine(message = '') {
  const line = message.split('\n', 1)[0];
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

function page(all) {
  const rows = all.flatMap(({ rows }) => rows);
  const parts = all.flatMap(({ suite, rows }) => [
    `## ${{ runtime: 'Projects: what a server sees', cli: 'The command line, builds and configuration' }[suite]}\n`,
    ...areas(suite, rows),
  ]);
  return `# Compatibility with PartyKit

Made by \`tests/conformance/table.mjs\` from the outcome of a run; do not edit. Each row is one check that was written
against partykit 0.0.115 and then run against this tree. To make it again:

\`\`\`sh
node tests/wpt/run.mjs --cmd target/release/partyrs --json wpt.json
node tests/conformance/table.mjs --out docs/compatibility.md --wpt wpt.json ${all.map(({ suite }) => `${suite}.json`).join(' ')}
\`\`\`

where the JSON files are what the suites' \`--json\` wrote. The suites themselves are not in this repository yet. The
ids are those that comments in the sources cite; each part has its own.

| state | meaning | rows |
|---|---|---|
| same | behaves as PartyKit's dev server does | ${count(rows, 'same')} |
| better | differs on purpose | ${count(rows, 'better')} |
| missing | the check fails; the last column says why | ${count(rows, 'missing')} |
| not checked | the check was skipped | ${count(rows, 'not checked')} |

${parts.join('\n')}`;
}

/** The web-platform-tests, by folder. */
function platform({ files, total }) {
  const folders = new Map();
  for (const { file, passed, failed } of files) {
    const name = file.slice(0, file.lastIndexOf('/'));
    const sum = folders.get(name) ?? { passed: 0, failed: 0 };
    folders.set(name, { passed: sum.passed + passed, failed: sum.failed + failed });
  }
  const lines = [...folders].map(([name, { passed, failed }]) => `| ${name} | ${passed} | ${failed} |`);
  const all = total.passed + total.failed;
  return `
## Web platform: the web-platform-tests

${total.passed} of ${all} subtests pass (${((100 * total.passed) / all).toFixed(1)} %), in the ${files.length} files that
\`tests/wpt/suite\` has a copy of; \`tests/wpt/expected.json\` says of each that fails why.

| folder | pass | fail |
|---|---|---|
${lines.join('\n')}
`;
}

function areas(suite, rows) {
  const names = [...new Set(rows.map(({ area }) => area))];
  return names.map((area) => {
    const own = rows.filter((row) => row.area === area);
    const counts = STATES.filter((state) => count(own, state)).map((state) => `${count(own, state)} ${state}`);
    const lines = own.map(({ id, title, state, why }) => `| ${id} | ${cell(title)} | ${state} | ${cell(why)} |`);
    return `### ${AREAS[suite][area] ?? area} (${counts.join(', ')})\n\n| id | row | state | |\n|---|---|---|---|\n${lines.join('\n')}\n`;
  });
}

function count(rows, state) {
  return rows.filter((row) => row.state === state).length;
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}

/** A reason for something that works is a reason too many. */
function reportStaleNotes(all) {
  for (const { suite, rows } of all) {
    for (const id of Object.keys(notes[suite] ?? {})) {
      const found = rows.find((row) => row.id === id);
      if (found && !found.failed) console.error(`notes.json: ${suite} ${id} passes now: its note can go`);
    }
  }
}
