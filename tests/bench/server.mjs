// One server under measurement: started in a project folder, waited for, weighed, ended.
import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";

const freePort = () =>
  new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

export class Server {
  constructor(contestant, project) {
    Object.assign(this, contestant, { project });
  }

  /** Starts the process; resolves with the milliseconds until its first answer with status 200. */
  async start() {
    this.port = await freePort();
    const begin = performance.now();
    const [bin, ...prefix] = this.command;
    this.child = spawn(bin, [...prefix, "dev", "--port", String(this.port), ...this.args], {
      cwd: this.project,
      stdio: "ignore",
      detached: true,
      env: { ...process.env, CI: "1", NO_UPDATE_NOTIFIER: "1" },
    });
    while ((await this.answer("/party/first")) === undefined) {
      if (performance.now() - begin > 60_000) throw new Error(`${this.name} does not start`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return performance.now() - begin;
  }

  /** The body of an answer with status 200, on a connection of its own; undefined for any other. */
  answer(path) {
    return new Promise((resolve) => {
      const request = http.get({ host: "127.0.0.1", port: this.port, path, agent: false, timeout: 5000 }, async (response) => {
        const body = await response.toArray().catch(() => []);
        resolve(response.statusCode === 200 ? Buffer.concat(body).toString() : undefined);
      });
      request.on("error", () => resolve(undefined));
      request.on("timeout", () => request.destroy());
    });
  }

  /** Saves the project's file `name` anew. */
  rewrite(name, change) {
    const file = path.join(this.project, name);
    fs.writeFileSync(file, change(fs.readFileSync(file, "utf8")));
  }

  /** Resident memory of the whole process tree, KiB. */
  memory() {
    const parents = new Map();
    for (const entry of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const status = fs.readFileSync(`/proc/${entry}/status`, "utf8");
        parents.set(Number(entry), {
          parent: Number(/^PPid:\s+(\d+)/m.exec(status)[1]),
          resident: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0),
        });
      } catch {
        // It ended meanwhile.
      }
    }
    const isOurs = (pid) => pid === this.child.pid || (parents.has(pid) && isOurs(parents.get(pid).parent));
    return [...parents].reduce((sum, [pid, { resident }]) => sum + (isOurs(pid) ? resident : 0), 0);
  }

  async stop() {
    if (!this.child) return;
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    process.kill(-this.child.pid, "SIGTERM");
    const timer = setTimeout(() => process.kill(-this.child.pid, "SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
  }
}
