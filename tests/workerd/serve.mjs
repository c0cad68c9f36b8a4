#!/usr/bin/env node
// The second opinion: serves the PartyKit project in the current folder on plain workerd, with the same party layer
// and the same generated entry as `partyrs`. Made to be the conformance suite's `--cmd`:
//
//     npm install                                  (here, once)
//     node run.mjs --cmd "node …/tests/workerd/serve.mjs"
//
// Called as `serve.mjs dev --port N [--compatibility-date YYYY-MM-DD]`. Prints `Ready on http://127.0.0.1:N`. It does
// not watch files, read .env, or simulate KV and R2.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import workerd from 'workerd';

const partyLayer = fileURLToPath(new URL('../../runtime/party/index.ts', import.meta.url));

const { values } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { port: { type: 'string', default: '1999' }, 'compatibility-date': { type: 'string' } },
});
const host = `127.0.0.1:${values.port}`;
const project = readProject(process.cwd());
const out = path.join(project.dir, '.partykit/workerd');

fs.mkdirSync(path.join(out, 'data'), { recursive: true });
await bundle();
fs.writeFileSync(path.join(out, 'config.capnp'), config());
serve();

function readProject(dir) {
  const read = JSON.parse(fs.readFileSync(path.join(dir, 'partykit.json'), 'utf8'));
  const serve = typeof read.serve === 'string' ? read.serve : read.serve?.path;
  const assets = serve && path.resolve(dir, serve);
  const parties = Object.entries({ ...read.parties, main: read.main }).map(([name, file]) => {
    const id = name.replaceAll('-', '__');
    return { name, file: `./${path.relative(dir, path.resolve(dir, file))}`, className: `Party_${id}`, binding: `PARTYRS_DO_${id}` };
  });
  return { ...read, dir, parties, assets, files: assets ? list(assets) : [] };
}

/** Names of all assets, as PartyKit sees them. */
function list(dir) {
  const entries = fs.readdirSync(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((e) => e.isFile()).map((e) => path.relative(dir, path.join(e.parentPath ?? e.path, e.name)));
  return files.filter((f) => !f.split('/').some((part) => part.startsWith('.') || part === 'node_modules')).sort();
}

function entry() {
  const { parties, crons = {}, files, serve } = project;
  const imports = parties.map((p, i) => `import party${i} from ${JSON.stringify(p.file)};`);
  const table = parties.map((p, i) => `${JSON.stringify(p.name)}: { handler: party${i}, binding: ${JSON.stringify(p.binding)} }`);
  const options = JSON.stringify({ crons, assets: { singlePageApp: serve?.singlePageApp ?? false, files } });
  return [
    'import { definePartyProject } from "partyrs/party";',
    ...imports,
    `const project = definePartyProject({ parties: { ${table.join(', ')} }, ...${options} });`,
    'export default project.worker;',
    ...parties.map((p) => `export const ${p.className} = project.rooms[${JSON.stringify(p.name)}];`),
    'for (const warning of project.shape.warnings) console.warn(warning);',
  ].join('\n');
}

async function bundle() {
  await esbuild.build({
    stdin: { contents: entry(), resolveDir: project.dir, sourcefile: 'partyrs-entry.ts', loader: 'ts' },
    alias: { 'partyrs/party': partyLayer },
    outfile: path.join(out, 'index.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'esnext',
    conditions: ['partykit', 'workerd', 'worker'],
    define: { PARTYKIT_HOST: JSON.stringify(host), 'process.env.NODE_ENV': '"development"', ...project.define },
    external: [...builtinModules, 'node:*', 'cloudflare:*'],
    sourcemap: 'inline',
  }).catch(() => process.exit(1)); // esbuild has printed why
}

function config() {
  const text = JSON.stringify;
  const { dir, parties, assets, vars = {} } = project;
  const date = values['compatibility-date'] ?? project.compatibilityDate ?? new Date().toISOString().slice(0, 10);
  const disk = (name, folder, writable) => `(name = ${text(name)}, disk = (path = ${text(folder)}, writable = ${writable}))`;
  const services = [`(name = "worker", worker = .worker)`, disk('data', path.join(out, 'data'), true), `(name = "internet", network = (allow = ["public", "private"]))`];
  if (assets) services.push(disk('assets', assets, false));
  const bindings = [
    ...parties.map((p) => `(name = ${text(p.binding)}, durableObjectNamespace = ${text(p.className)})`),
    ...Object.entries(vars).map(([name, value]) => `(name = ${text(name)}, json = ${text(text(value))})`),
    `(name = "PARTYRS_HOST", text = ${text(host)})`,
    ...(assets ? [`(name = "PARTYRS_ASSETS", service = "assets")`] : []),
  ];
  const namespaces = parties.map((p) => `(className = ${text(p.className)}, uniqueKey = ${text(`${project.name ?? path.basename(dir)}-${p.className}`)}, enableSql = true)`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [${services.join(', ')}],
  sockets = [(name = "http", address = ${text(host)}, http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  compatibilityDate = ${text(date)},
  compatibilityFlags = ["nodejs_compat", "no_web_socket_compression"],
  modules = [(name = "index.mjs", esModule = embed "index.mjs")],
  durableObjectNamespaces = [${namespaces.join(', ')}],
  durableObjectStorage = (localDisk = "data"),
  bindings = [${bindings.join(', ')}],
);
`;
}

function serve() {
  const child = spawn(workerd.default, ['serve', '--control-fd=3', path.join(out, 'config.capnp')], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  child.stdio[3].on('data', (data) => {
    if (String(data).includes('"listen"')) console.log(`Ready on http://${host}`);
  });
  child.once('exit', (code) => process.exit(code ?? 1));
  // workerd itself would wait for every open WebSocket.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill('SIGKILL'));
}
