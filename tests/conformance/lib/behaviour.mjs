// A behaviour: one file that says what must hold, as a project, a script that drives it, and what the script must see.
//
// The file itself is the project's server: its default export is the main party, `parties` are further ones. Beside
// that it exports
//
//   rows       ids of the specification's rows it stands for
//   title      a sentence: what holds
//   drive      async (t) => transcript; `t` is a `Stage`
//   expected   the transcript, as data
//   config     more of partykit.json      files   more files, by path      flags   more flags of `dev`
//   seconds    how long it may take, if more than 60
//   partykit   { because, expected? }: PartyKit's transcript differs, or, without `expected`, it fails there
//   workerd    the same for the second opinion
//   missing    why it does not hold here yet; it is a failure when it does
//
// Nothing in it may touch Node or the room's platform while it is loaded: both load it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Served } from './host.mjs';
import { Stage } from './stage.mjs';

// Enough for several starts on a busy machine; only failures take that long.
const SECONDS = 60;
const PROJECT = { name: 'conformance', main: 'server.mjs', compatibilityDate: '2024-07-18' };

/** All behaviours, by name. */
export async function load(root) {
  const list = (kind) => fs.readdirSync(path.join(root, kind), { recursive: true }).map((name) => path.join(kind, name));
  const names = ['rooms', 'cli'].flatMap(list).filter((name) => name.endsWith('.mjs')).sort();
  return Promise.all(names.map(async (name) => {
    const file = path.join(root, name);
    const read = await import(pathToFileURL(file));
    for (const needed of ['rows', 'title', 'drive', 'expected']) {
      if (!(needed in read)) throw new Error(`${file} exports no \`${needed}\``);
    }
    return { ...read, file, name: name.replace(/\.mjs$/, ''), area: path.dirname(name) };
  }));
}

/** Runs one behaviour on a host. Resolves to `{ outcome, message?, transcript, log }`. */
export async function run(behaviour, hostName, host) {
  const differs = hostName === 'partyrs' ? undefined : behaviour[hostName];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
  const served = new Served(host, folder);
  const stage = new Stage(served, behaviour, host);
  let transcript;
  let error;
  try {
    write(behaviour, folder);
    transcript = await within(behaviour.seconds ?? SECONDS, stage.play());
  } catch (thrown) {
    error = thrown;
  }
  await stage.end();
  fs.rmSync(folder, { recursive: true, force: true });
  const seen = transcript && plain(transcript);
  return { ...judge(behaviour, hostName, differs, seen, error), transcript: seen, log: stage.log };
}

function judge(behaviour, hostName, differs, seen, error) {
  const because = hostName === 'partyrs' ? behaviour.missing : differs?.because;
  // Known to fail here, in a way that nobody wrote down.
  const expectsFailure = because && differs?.expected === undefined;
  const wanted = plain(differs?.expected ?? behaviour.expected);
  const failure = error?.stack ?? difference(seen, wanted);
  if (expectsFailure) {
    return failure ? { outcome: 'passed' } : { outcome: 'failed', message: `it holds, although the file says that it does not: ${because}` };
  }
  return failure ? { outcome: 'failed', message: failure } : { outcome: 'passed' };
}

function difference(seen, wanted) {
  try {
    assert.deepStrictEqual(seen, wanted, undefined);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

/** Makes the project of a behaviour in an empty folder. */
export function write(behaviour, folder) {
  const { config = {}, parties = {}, files = {} } = behaviour;
  const names = Object.keys(parties);
  const written = {};
  if (behaviour.default !== undefined) {
    fs.copyFileSync(behaviour.file, path.join(folder, 'server.mjs'));
    for (const name of names) {
      written[`party-${name}.mjs`] = `import { parties } from './server.mjs';\nexport default parties[${JSON.stringify(name)}];\n`;
    }
    const others = Object.fromEntries(names.map((name) => [name, `party-${name}.mjs`]));
    written['partykit.json'] = JSON.stringify({ ...PROJECT, parties: others, ...config }, null, 2);
  }
  for (const [name, content] of Object.entries({ ...written, ...files })) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
}

/** As JSON would carry it, so that a transcript can be kept and compared. */
function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

async function within(seconds, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${seconds} s`)), seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
