// `partyrs dev --live` as a child process, and other commands run to their end.

import { spawn } from "node:child_process";

const DEADLINE_MS = 60_000;

export class Server {
  log = "";
  #seen = 0;
  #waiting = new Set();

  /** Resolves when it is ready. Without `port` it takes any. */
  static async start(command, cwd, port = 0) {
    const server = new Server(spawn(command, ["dev", "--live", "--port", String(port)], { cwd, stdio: ["ignore", "pipe", "pipe"] }));
    const line = await server.says("Ready on http://").catch((error) => {
      server.kill();
      throw error;
    });
    server.port = Number(line.match(/:(\d+)\s*$/)[1]);
    return server;
  }

  constructor(child) {
    this.child = child;
    this.ended = new Promise((resolve) => child.on("exit", resolve));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        this.log += text;
        for (const look of this.#waiting) look();
      });
    }
  }

  /** The next line that contains `text`, after those that were waited for before. */
  says(text) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`the server did not say ${JSON.stringify(text)} within ${DEADLINE_MS} ms\n${this.log}`));
      }, DEADLINE_MS);
      const look = () => {
        const at = this.log.indexOf(text, this.#seen);
        const end = at < 0 ? -1 : this.log.indexOf("\n", at);
        if (end < 0) return;
        const start = this.log.lastIndexOf("\n", at) + 1;
        this.#seen = end + 1;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(this.log.slice(start, end));
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Ctrl-C; its exit code. */
  stop() {
    this.child.kill("SIGINT");
    return this.ended;
  }

  kill() {
    this.child.kill("SIGKILL");
  }
}

/** Runs a command to its end, which must be a good one. */
export function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${command} ${args.join(" ")} ended with ${code}`))));
  });
}
