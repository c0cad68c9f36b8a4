#!/usr/bin/env node
// Makes docs/compatibility.md from what the tests of this tree found. Runs nothing itself.
//
//     node tests/conformance/run.mjs --json behaviours.json
//     node tests/libraries/run.mjs --json libraries.json
//     node tests/wpt/run.mjs --json wpt.json
//     node tests/conformance/compatibility.mjs --behaviours behaviours.json --libraries libraries.json --wpt wpt.json
//
// `--check` writes nothing, and fails if the page that is there is not what it would write.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const AREAS = {
  'rooms/routing': 'URLs', 'rooms/edge': 'Before any room', 'rooms/hooks': 'Hooks before a room', 'rooms/life': 'The life of a room',
  'rooms/requests': 'Requests', 'rooms/connections': 'Connections', 'rooms/parties': 'Parties calling each other',
  'rooms/storage': 'Storage', 'rooms/alarms': 'Alarms', 'rooms/environment': 'Environment', 'rooms/bindings': 'KV and R2', 'rooms/javascript': 'JavaScript and Web APIs',
  'cli/assets': 'Static files', 'cli/client': 'The client bundle', 'cli/server': 'The server bundle', 'cli/config': 'Configuration',
  'cli/dev': 'dev', 'cli/env': 'Environment files', 'cli/exit': 'Exit codes', 'cli/flags': 'Flags', 'cli/init': 'init',
  'cli/reload': 'Watching and reloading', 'cli/commands': 'Other commands',
};
const PAGE = fileURLToPath(new URL('../../docs/compatibility.md', import.meta.url));

const { values } = parseArgs({
  options: { behaviours: { type: 'string' }, libraries: { type: 'string' }, wpt: { type: 'string' }, check: { type: 'boolean', default: false } },
});
for (const name of ['behaviours', 'libraries', 'wpt']) {
  if (!values[name]) fail(`--${name} FILE is missing: what the run's --json wrote`);
}
const behaviours = read(values.behaviours).results.map(({ missing, partykit, outcome, ...rest }) => {
  if (outcome !== 'passed') fail(`${rest.name} failed: a page about it would be wrong`);
  return { ...rest, state: missing ? 'missing' : partykit ? 'better' : 'same', why: missing ?? (partykit ? `PartyKit: ${partykit}` : '') };
});
const text = page();
if (!values.check) fs.writeFileSync(PAGE, text);
else if (fs.readFileSync(PAGE, 'utf8') !== text) fail('docs/compatibility.md is stale: make it again, without --check');

function read(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

function page() {
  return `# Compatibility with PartyKit

Made by \`tests/conformance/compatibility.mjs\` from our own tests; do not edit. Each line is one file in \`tests/conformance/\`:
a small project, a script that drives it, and what the script must see. The same files are run against partykit
0.0.115, where each must give what it says PartyKit does, and those in \`rooms/\` on plain workerd. The ids are those
that comments in the sources cite.

| state | meaning | behaviours |
|---|---|---|
| same | as partykit 0.0.115 | ${count(behaviours, 'same')} |
| better | differs on purpose; the last column says what PartyKit does | ${count(behaviours, 'better')} |
| missing | does not hold yet; the last column says why | ${count(behaviours, 'missing')} |

## Projects: what a server sees

${areas('rooms/')}
## The command line, builds and configuration

${areas('cli/')}
${differencesOnWorkerd()}
${libraries()}
${webPlatform()}`;
}

function areas(kind) {
  const names = Object.keys(AREAS).filter((area) => area.startsWith(kind));
  const unknown = behaviours.find(({ area }) => !(area in AREAS));
  if (unknown) fail(`the area ${unknown.area} of ${unknown.name} has no heading in compatibility.mjs`);
  return names.map((area) => {
    const own = behaviours.filter((behaviour) => behaviour.area === area);
    if (own.length === 0) return '';
    return `### ${AREAS[area]}\n\n${table(['rows', 'behaviour', 'state', ''], own.map(({ rows, title, state, why }) => [rows.join(' '), title, state, why]))}\n`;
  }).filter(Boolean).join('\n');
}

function differencesOnWorkerd() {
  const different = behaviours.filter(({ workerd }) => workerd);
  return `## The same projects on plain workerd

The party layer alone, with workerd's own rooms and storage. What differs there:

${table(['rows', 'behaviour', 'on workerd'], different.map(({ rows, title, workerd }) => [rows.join(' '), title, workerd]))}
`;
}

function libraries() {
  const lines = read(values.libraries).map(({ library, version, title }) => [`${library} ${version}`, title]);
  return `## Libraries

The real packages, in a room (\`tests/libraries/\`):

${table(['package', 'what is tested'], lines)}
`;
}

function webPlatform() {
  const { files, total } = read(values.wpt);
  const lines = files.map(({ file, passed, failed }) => [file, String(passed), String(failed)]);
  return `## Web platform tests

A selection (\`tests/wpt/\`), run in a room: ${total.passed} of ${total.passed + total.failed} subtests pass. Why each of the others does not is in
\`tests/wpt/expected.json\`.

${table(['file', 'pass', 'fail'], lines)}
`;
}

function table(head, lines) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...lines.map(line)].join('\n');
}

function count(all, state) {
  return all.filter((one) => one.state === state).length;
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
