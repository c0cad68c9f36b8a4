// A host: something that serves a PartyKit project, as a command. The tree's own binary, PartyKit itself, and plain
// workerd. A `Served` is one of them at work on one project; it owns its process and everything that one started.
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const tests = fileURLToPath(new URL('../..', import.meta.url));

/** What starts each host, and how long it may take until it answers. */
export const HOSTS = {
  partyrs: { command: [path.join(tests, '../target/release/partyrs')], flags: [] },
  partykit: {
    command: ['node', path.join(tests, 'conformance/partykit/node_modules/partykit/dist/bin.mjs')],
    flags: ['--disable-request-cf-fetch'],
  },
  workerd: { command: ['node', path.join(tests, 'workerd/serve.mjs')], flags: [] },
};

const READY_MS = 30_000;

export class Served {
  #child;
  #host;
  #port;
  #grown = new EventEmitter();
  log = '';

  /** `host` is one of `HOSTS`, perhaps with another command; `folder` holds a project. */
  constructor(host, folder) {
    this.#host = host;
    this.folder = folder;
  }

  get origin() {
    return `http://127.0.0.1:${this.#port}`;
  }

  get pid() {
    return this.#child.pid;
  }

  /** Starts `dev` and waits until it serves. `flags` follow those that the host always gets. */
  async start({ flags = [], env = {}, port } = {}) {
    this.#port = port ?? this.#port ?? await freePort();
    const [program, ...first] = this.#host.command;
    const before = this.log.length;
    this.#child = spawn(program, [...first, 'dev', '--port', String(this.#port), ...this.#host.flags, ...flags], {
      cwd: this.folder,
      // A group of its own: PartyKit starts processes that outlive it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PWD: this.folder, CI: '1', NO_COLOR: '1', ...env },
    });
    for (const output of [this.#child.stdout, this.#child.stderr]) {
      output.setEncoding('utf8').on('data', (text) => {
        this.log += text;
        this.#grown.emit('grown');
      });
    }
    this.#child.once('exit', () => this.#grown.emit('grown'));
    await this.logged(/ready on/i, READY_MS, before);
    return this;
  }

  /** Waits for a match in what the host has printed since `from` characters. */
  async logged(pattern, ms = 10_000, from = 0) {
    const late = AbortSignal.timeout(ms);
    for (;;) {
      const found = pattern.exec(this.log.slice(from));
      if (found) return found;
      if (this.#ended) throw new Error(`the host ended before it logged ${pattern}`);
      await once(this.#grown, 'grown', { signal: late }).catch(() => {
        throw new Error(`${pattern} was not logged within ${ms} ms`);
      });
    }
  }

  get #ended() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Ends the host with all it started. `signal` is what it gets first. Resolves to its exit code. */
  async stop(signal = 'SIGTERM') {
    const child = this.#child;
    if (!child || this.#ended) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const patience = setTimeout(() => killGroup(child.pid), 3_000);
    await ended;
    clearTimeout(patience);
    killGroup(child.pid);
    return child.exitCode;
  }
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
