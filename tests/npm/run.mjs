// npm's packages: made from a binary, installed by npm from a registry of our own and from tarballs, and run.
//
//   node tests/npm/run.mjs --cmd target/release/partyrs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Running, run } from "./lib/process.mjs";
import { inTarball, registry } from "./lib/registry.mjs";

const { values: options } = parseArgs({ options: { cmd: { type: "string", default: "target/release/partyrs" } } });
const binary = resolve(options.cmd);
const root = fileURLToPath(new URL("../..", import.meta.url));
const here = `${process.platform}-${process.arch}`;
const wrapper = JSON.parse(readFileSync(join(root, "cli/npm/package.json"), "utf8"));
const platforms = Object.keys(wrapper.optionalDependencies).map((name) => name.replace("@partyrs/", ""));
const elsewhere = platforms.find((name) => !name.startsWith(process.platform));
const folder = mkdtempSync(join(tmpdir(), "partyrs-npm-"));

let passed = 0;
let failed = 0;

async function check(title, test) {
  try {
    await test();
    passed += 1;
    console.log(`ok ${title}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok ${title}\n${error.stack}`);
  }
}

/** A new project with a server that answers and stores. */
function project(name) {
  const path = join(folder, name);
  mkdirSync(path);
  const files = {
    "package.json": '{ "name": "demo", "private": true }',
    "partykit.json": '{ "name": "demo", "main": "server.js", "compatibilityDate": "2026-01-01" }',
    "server.js": "export default class { onRequest() { return new Response('the room answers'); } }",
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

/** npm with settings of its own: nothing of this machine's, and `url` as its registry. */
const npmSettings = (url) => ({
  npm_config_registry: url,
  npm_config_userconfig: join(folder, "npmrc"),
  npm_config_cache: join(folder, "cache"),
  npm_config_update_notifier: "false",
  npm_config_audit: "false",
  npm_config_fund: "false",
});

async function npm(cwd, url, ...args) {
  const outcome = await run("npm", args, { cwd, env: npmSettings(url) });
  assert.equal(outcome.code, 0, `npm ${args.join(" ")}\n${outcome.stdout}${outcome.stderr}`);
}

const script = (cwd) => join(cwd, "node_modules/.bin/partyrs");
const scoped = (cwd) => {
  const path = join(cwd, "node_modules/@partyrs");
  return existsSync(path) ? readdirSync(path) : [];
};
const fetches = (code) => `fetch(process.env.PARTYKIT_URL + "/party/a").then((r) => r.text()).then((t) => { ${code} })`;

const standIn = join(folder, "stand-in");
writeFileSync(standIn, "no binary\n");
const given = platforms.map((name) => `--binary=${name}=${name === here ? binary : standIn}`);
const tarballs = join(folder, "tarballs");
execFileSync("node", [join(root, "cli/npm/pack.mjs"), "--out", tarballs, ...given], { stdio: "ignore" });
const version = readFileSync(join(root, "Cargo.toml"), "utf8").match(/^version = "(.+)"$/m)[1];
const packages = await registry(tarballs);
const empty = join(folder, "empty");
mkdirSync(empty);
const nothing = await registry(empty);

await check("there is a package for every platform, with the version of the binary", async () => {
  assert.equal((await run(binary, ["--version"], { cwd: folder })).stdout, `${version}\n`);
  const names = platforms.map((name) => `partyrs-${name}-${version}.tgz`);
  assert.deepEqual(readdirSync(tarballs).sort(), [`partyrs-${version}.tgz`, ...names].sort());
  const manifest = JSON.parse(inTarball(join(tarballs, `partyrs-${version}.tgz`), "package/package.json"));
  for (const name of platforms) assert.equal(manifest.optionalDependencies[`@partyrs/${name}`], version);
  const types = inTarball(join(tarballs, `partyrs-${version}.tgz`), `package/${manifest.types}`);
  assert.match(types, /declare module "partykit\/server"/);
  const schema = inTarball(join(tarballs, `partyrs-${version}.tgz`), "package/partykit.schema.json");
  assert.ok("compatibilityDate" in JSON.parse(schema).properties);
});

const installed = project("installed");

await check("npm installs the wrapper and the binary of this machine only", async () => {
  await npm(installed, packages.url, "install", "partyrs");
  assert.deepEqual(scoped(installed), [here]);
  const fetched = packages.asked.filter((path) => path.startsWith("tarballs/")).sort();
  assert.deepEqual(fetched, [`tarballs/partyrs-${version}.tgz`, `tarballs/partyrs-${here}-${version}.tgz`].sort());
});

await check("the wrapper passes on arguments, output, input and exit codes", async () => {
  // Without npm around it, so that partyrs may fetch its esbuild if this machine has none.
  const code = 'process.stdin.on("data", (d) => console.log(String(d) + t)).on("end", () => process.exit(7))';
  const args = ["exec", "--logs", "never", "--", "node", "-e", fetches(code)];
  const outcome = await run(script(installed), args, { cwd: installed, input: "read and " });
  assert.deepEqual(outcome, { code: 7, signal: null, stdout: "read and the room answers\n", stderr: "" });
  const killed = await run(script(installed), ["exec", "--logs", "never", "sh", "-c", "kill -9 $$"], { cwd: installed });
  assert.deepEqual(killed, { code: 137, signal: null, stdout: "", stderr: "" });
});

await check("npx finds it", async () => {
  const npx = (...args) => run("npx", ["--no-install", "partyrs", ...args], { cwd: installed, env: npmSettings(nothing.url) });
  assert.deepEqual(await npx("--version"), { code: 0, signal: null, stdout: `${version}\n`, stderr: "" });
  const outcome = await npx("exec", "--", "node", "-e", fetches("console.log(t)"));
  assert.deepEqual(outcome, { code: 0, signal: null, stdout: "the room answers\n", stderr: "" });
});

/** The ways in which Nodes hand over: from 22.15 on they become partyrs, older ones have it as a child. */
function nodes() {
  const require = createRequire(import.meta.url);
  const newer = process.execve ? process.execPath : require.resolve(`node-${here}/bin/node`);
  writeFileSync(join(folder, "older.cjs"), "delete process.execve;\n");
  return { becomes: [newer], keeps: [process.execPath, "--require", join(folder, "older.cjs")] };
}

for (const [way, [node, ...flags]] of Object.entries(nodes())) {
  const start = (...args) => new Running(node, [...flags, script(installed), ...args], { cwd: installed });

  await check(`a Node that ${way} partyrs gives the same answers`, async () => {
    const outcome = await start("exec", "--", "node", "-e", fetches("console.log(t); process.exit(3)")).outcome;
    assert.deepEqual([outcome.code, outcome.stdout], [3, "the room answers\n"], outcome.stderr);
    const unknown = await start("dev", "--no-such-flag").outcome;
    assert.deepEqual([unknown.code, unknown.stdout], [1, ""]);
    assert.match(unknown.stderr, /^error: unknown option '--no-such-flag'/);
  });

  await check(`a Node that ${way} partyrs ends it in good order when it is asked to`, async () => {
    for (const signal of ["SIGINT", "SIGTERM"]) {
      const dev = start("dev", "--port", "0");
      await dev.says("Ready on ");
      dev.child.kill(signal);
      const outcome = await dev.outcome;
      assert.deepEqual([outcome.code, outcome.signal, outcome.stderr], [0, null, ""]);
      assert.match(outcome.stdout, /Local server shut down\n$/);
    }
  });

  await check(`a Node that ${way} partyrs leaves nothing behind when it is killed`, async () => {
    const dev = start("dev", "--port", "0");
    await dev.says("Ready on ");
    dev.child.kill("SIGKILL");
    // The outcome is there when nobody holds the output any more.
    assert.equal((await dev.outcome).signal, "SIGKILL");
  });

  await check(`a Node that ${way} partyrs dies of the signal that partyrs died of`, async () => {
    const dev = start("dev", "--port", "0");
    await dev.says("Ready on ");
    dev.child.kill("SIGHUP");
    assert.equal((await dev.outcome).signal, "SIGHUP");
  });
}

await check("a signal that arrives twice at once is one signal", async () => {
  // Ends when it is killed, which partyrs does only if it is given the time.
  const stubborn = "trap '' TERM; echo started; while :; do sleep 0.1; done";
  const exec = new Running(binary, ["exec", "--", "sh", "-c", stubborn], { cwd: installed });
  await exec.says("started");
  exec.child.kill("SIGINT");
  exec.child.kill("SIGTERM");
  const outcome = await exec.outcome;
  assert.deepEqual([outcome.code, outcome.stdout], [130, "started\n"], outcome.stderr);
});

async function complains(cwd, message, hint, env = {}) {
  const outcome = await run(script(cwd), ["--version"], { cwd, env });
  assert.deepEqual(outcome, { code: 1, signal: null, stdout: "", stderr: `✘ [ERROR] ${message}\n\n    hint: ${hint}\n\n` });
}

const without = project("without");

await check("an installation without optional dependencies says what is missing", async () => {
  await npm(without, packages.url, "install", "partyrs", "--omit=optional");
  assert.deepEqual(scoped(without), []);
  await complains(
    without,
    `the package @partyrs/${here}, which holds partyrs for this machine, is not installed`,
    "install again without leaving out optional dependencies: `npm install --include=optional`; " +
      `if a lock file from another platform still leaves it out, \`npm install --no-save @partyrs/${here}\``,
  );
});

await check("PARTYRS_BINARY is run instead", async () => {
  const outcome = await run(script(without), ["--version"], { cwd: without, env: { PARTYRS_BINARY: binary } });
  assert.deepEqual([outcome.code, outcome.stdout, outcome.stderr], [0, `${version}\n`, ""]);
  const hint = "correct PARTYRS_BINARY, or unset it to use the installed package";
  await complains(without, `there is no file \`${join(without, "nope")}\``, hint, { PARTYRS_BINARY: "nope" });
  await complains(without, `cannot run \`${standIn}\``, hint, { PARTYRS_BINARY: standIn });
});

await check("the remedy works: installing again with optional dependencies", async () => {
  await npm(without, packages.url, "install", "--include=optional");
  assert.deepEqual(scoped(without), [here]);
});

await check("node_modules from another platform are recognised, and the remedy works", async () => {
  const copied = project("copied");
  const [os, cpu] = elsewhere.split("-");
  await npm(copied, packages.url, "install", "partyrs", `--os=${os}`, `--cpu=${cpu}`);
  assert.deepEqual(scoped(copied), [elsewhere]);
  await complains(
    copied,
    `@partyrs/${elsewhere} is installed, but this machine needs @partyrs/${here}: ` +
      "was node_modules copied from another platform?",
    `install on ${here}: \`rm -rf node_modules && npm install\``,
  );
  rmSync(join(copied, "node_modules"), { recursive: true });
  await npm(copied, packages.url, "install");
  assert.deepEqual(scoped(copied), [here]);
});

await check("the tarballs of one machine can be installed without any registry, and again by npm ci", async () => {
  const local = project("local");
  const args = [join(root, "cli/npm/pack.mjs"), "--out", join(local, "vendor"), `--binary=${here}=${binary}`];
  execFileSync("node", args, { stdio: "ignore" });
  await npm(local, nothing.url, "install", "--save-optional", `./vendor/partyrs-${here}-${version}.tgz`);
  await npm(local, nothing.url, "install", "--save-dev", `./vendor/partyrs-${version}.tgz`);
  rmSync(join(local, "node_modules"), { recursive: true });
  await npm(local, nothing.url, "ci");
  assert.equal((await run(script(local), ["--version"], { cwd: local })).stdout, `${version}\n`);
  assert.deepEqual(nothing.asked, []);
});

packages.close();
nothing.close();
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
