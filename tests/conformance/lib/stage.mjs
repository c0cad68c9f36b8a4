// What a behaviour's script can do: talk to the server, change the project, restart it, run the command line.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Client, raw, request } from './client.mjs';
import { Served } from './host.mjs';

export class Stage {
  #served;
  #behaviour;
  #host;
  #clients = [];
  #others = [];

  constructor(served, behaviour, host) {
    this.#served = served;
    this.#behaviour = behaviour;
    this.#host = host;
    // Scripts take apart what they are given.
    for (const name of ['http', 'open', 'refused', 'raw', 'restart', 'stop', 'edit', 'logged', 'until', 'start', 'serve', 'run', 'read', 'pass']) {
      this[name] = this[name].bind(this);
    }
  }

  /** Starts the project, unless the behaviour is about the command line alone, and runs the script. */
  async play() {
    if (this.#behaviour.default !== undefined) await this.start();
    return this.#behaviour.drive(this);
  }

  get folder() {
    return this.#served.folder;
  }

  get origin() {
    return this.#served.origin;
  }

  /** `127.0.0.1:port`. */
  get address() {
    return new URL(this.origin).host;
  }

  get log() {
    return this.#served.log;
  }

  /** Starts the server, with the behaviour's flags and perhaps more. */
  async start({ flags = [], env } = {}) {
    await this.#served.start({ flags: [...(this.#behaviour.flags ?? []), ...flags], env });
  }

  /** Ends the server with a signal and starts it again on the same port. */
  async restart({ signal = 'SIGTERM', flags } = {}) {
    await this.#served.stop(signal);
    this.#served.log += '\n--- restarted\n';
    await this.start({ flags });
  }

  /** Ends the server with a signal. Resolves to its exit code. */
  stop(signal) {
    return this.#served.stop(signal);
  }

  /** Like the next three: of this project's server, or, with `at`, of another origin. */
  http(target, { at = this.origin, ...options } = {}) {
    return request(at, target, options);
  }

  async open(target, { at = this.origin, ...options } = {}) {
    const client = await Client.open(at, target, options);
    this.#clients.push(client);
    return client;
  }

  refused(target, { at = this.origin, ...options } = {}) {
    return Client.refused(at, target, options);
  }

  raw(text, { at = this.origin, quietMs } = {}) {
    return raw(at, text, quietMs);
  }

  /** Writes a file of the project: new content, or a function of the old one. */
  edit(name, change) {
    const file = path.join(this.folder, name);
    const content = typeof change === 'function' ? change(fs.readFileSync(file, 'utf8')) : change;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }

  read(name) {
    return fs.readFileSync(path.join(this.folder, name), 'utf8');
  }

  /** Waits for a line of the server's log. */
  logged(pattern, { seconds = 10, from = 0 } = {}) {
    return this.#served.logged(pattern, seconds * 1000, from);
  }

  /** Asks until the answer is truthy, and resolves to it. For what happens by itself, with nothing to wait for. */
  async until(probe, { seconds = 10 } = {}) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const answer = await probe();
      if (answer) return answer;
      if (Date.now() > deadline) throw new Error(`${probe} did not come true within ${seconds} s`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  /** Lets time pass; only where time is what is tested. */
  pass(seconds) {
    return new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });
  }

  /** Runs a command of the host in the project's folder: `{ code, stdout, stderr }`. */
  async run(args, { env = {}, input, cwd = '.', seconds = 30 } = {}) {
    const [program, ...first] = this.#host.command;
    const child = spawn(program, [...first, ...args], {
      cwd: path.join(this.folder, cwd),
      env: { ...process.env, CI: '1', NO_COLOR: '1', ...env },
      // A group of its own: what outlives the command would hold its output open.
      detached: true,
    });
    const patience = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), seconds * 1000);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
    child.stdin.end(input);
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }).finally(() => clearTimeout(patience));
    this.#served.log += `$ ${args.join(' ')}\n${stdout}${stderr}`;
    return { code, stdout, stderr };
  }

  /** One more server of another folder below the project's. */
  async serve(folder, options) {
    const served = new Served(this.#host, path.join(this.folder, folder));
    this.#others.push(served);
    return served.start(options);
  }

  async end() {
    for (const client of this.#clients) client.drop();
    await Promise.all([this.#served, ...this.#others].map((served) => served.stop()));
  }
}
