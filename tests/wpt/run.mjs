// Runs the selection of web-platform-tests in `vendor/` in rooms of the real binary and compares what becomes of each
// subtest with `expected.json`: a failure that is not listed there, or a listed one that passes, fails the run.
//
//   npm ci   (here, once)
//   node tests/wpt/run.mjs --cmd target/release/partyrs [--json FILE] [--update] [part of a file's name…]
//
// `--json` writes { files: [{ file, passed, failed, known }], total }, which docs/compatibility.md is made from.
// `--update` writes what happened into expected.json; a reason for each new failure has to be given by hand.

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Server } from "../browser/lib/server.mjs";
import { serve } from "./origin.mjs";

/** For one file, on a busy machine; the room itself gives up earlier. */
const DEADLINE_MS = 60_000;
/** Files that run at the same time, each in its own room. */
const AT_ONCE = 4;
/** The statuses of testharness.js. */
const PASS = 0;
const STATUSES = ["passed", "failed", "timed out", "did not run", "precondition failed"];
const NO_REASON = "?";

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    cmd: { type: "string", default: "partyrs" },
    json: { type: "string" },
    update: { type: "boolean", default: false },
  },
});
const here = fileURLToPath(new URL(".", import.meta.url));
const command = options.cmd.includes("/") ? resolve(options.cmd) : options.cmd;
/** File → { passed, known: { reason: [subtest, …] } } */
const expected = JSON.parse(readFileSync(join(here, "expected.json"), "utf8"));

const folder = mkdtempSync(join(tmpdir(), "partyrs-wpt-"));
cpSync(join(here, "project"), join(folder, "project"), { recursive: true });
const suite = await serve(join(here, "vendor"));
const server = await Server.start(command, join(folder, "project"));

const files = readdirSync(join(here, "vendor"), { recursive: true })
  .filter((file) => file.endsWith(".any.js") && (wanted.length === 0 || wanted.some((part) => file.includes(part))))
  .sort();
const summary = [];
let unexpected = 0;
try {
  const left = files.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const file of left) summary.push(await check(file));
  }));
} finally {
  server.kill();
  await server.ended;
  suite.close();
  rmSync(folder, { recursive: true, force: true });
}
if (wanted.length === 0) for (const file of Object.keys(expected)) if (!files.includes(file)) complain(file, "is not there");
summary.sort((one, other) => (one.file < other.file ? -1 : 1));
finish();

/** Runs one file and says what was not expected of it. */
async function check(file) {
  const { tests, harness } = await outcome(file);
  const known = knownOf(file);
  const failed = tests.filter(({ status }) => status !== PASS);
  const passed = tests.length - failed.length;
  if (options.update) {
    record(file, passed, failed, known);
  } else {
    if (harness) complain(file, harness);
    for (const { name, status, message } of failed) {
      if (!known.has(name)) complain(file, `${STATUSES[status]}: ${name}\n    ${message ?? ""}`);
    }
    const names = new Set(failed.map(({ name }) => name));
    for (const name of known.keys()) if (!names.has(name)) complain(file, `passes or is gone: ${name}`);
    const count = expected[file]?.passed;
    if (passed !== count) complain(file, `${passed} subtests pass, ${count ?? "none"} were expected`);
  }
  if (harness && options.update) console.log(`${file}: ${harness}`);
  return { file, passed, failed: failed.length, known: known.size };
}

/** What the room says became of the file's subtests. Two of one name are told apart by a number. */
async function outcome(file) {
  const room = file.replaceAll(/[^a-z0-9]/gi, "-");
  const url = `http://127.0.0.1:${server.port}/parties/main/${room}?file=${encodeURIComponent(`${suite.origin}/${file}`)}`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
    if (response.status !== 200) return { tests: [], harness: await response.text() };
    const { status, message, tests } = await response.json();
    const seen = new Map();
    for (const test of tests) {
      const times = (seen.get(test.name) ?? 0) + 1;
      seen.set(test.name, times);
      if (times > 1) test.name += ` (${times})`;
    }
    return { tests, harness: status === 0 ? undefined : `the harness ended with ${status}: ${message}` };
  } catch (error) {
    return { tests: [], harness: `no answer: ${error.message}` };
  }
}

/** Subtest → why it fails. */
function knownOf(file) {
  const reasons = Object.entries(expected[file]?.known ?? {});
  return new Map(reasons.flatMap(([reason, names]) => names.map((name) => [name, reason])));
}

function record(file, passed, failed, known) {
  const reasons = {};
  for (const { name, message } of failed) {
    (reasons[known.get(name) ?? NO_REASON] ??= []).push(name);
    if (!known.has(name)) console.log(`${file}: ${name}\n    ${message ?? ""}`);
  }
  expected[file] = { passed, known: reasons };
}

function complain(file, what) {
  unexpected += 1;
  console.log(`${file}: ${what}`);
}

function finish() {
  const sorted = Object.fromEntries(Object.entries(expected).sort());
  const sum = (field) => summary.reduce((all, one) => all + one[field], 0);
  const total = { passed: sum("passed"), failed: sum("failed"), known: sum("known") };
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ files: summary, total }, null, 2)}\n`);
  if (options.update) writeFileSync(join(here, "expected.json"), `${JSON.stringify(sorted, null, 2)}\n`);
  for (const [file, { known }] of Object.entries(expected)) {
    if (known[NO_REASON]) complain(file, `${known[NO_REASON].length} known failures have no reason`);
  }
  const share = ((100 * total.passed) / (total.passed + total.failed)).toFixed(1);
  console.log(`web-platform-tests: ${files.length} files, ${total.passed} of ${total.passed + total.failed} subtests pass (${share} %)`);
  if (unexpected > 0) {
    console.log(`${unexpected} things were not as tests/wpt/expected.json says`);
    process.exitCode = 1;
  }
}
