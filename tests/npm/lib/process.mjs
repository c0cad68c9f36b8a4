// Child processes: run to their end, or watched while they go on.

import { spawn } from "node:child_process";

const DEADLINE_MS = 180_000;

/** How it ended and what it said. It has ended when nobody holds its output any more. */
export function run(command, args, options) {
  return new Running(command, args, options).outcome;
}

export class Running {
  stdout = "";
  stderr = "";
  #waiting = new Set();

  constructor(command, args, { cwd, env, input = "" }) {
    this.child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: "pipe" });
    this.child.stdin.on("error", () => {}).end(input);
    for (const name of ["stdout", "stderr"]) {
      this.child[name].setEncoding("utf8").on("data", (text) => {
        this[name] += text;
        for (const look of this.#waiting) look();
      });
    }
    const ended = new Promise((resolve, reject) => {
      this.child.on("error", reject);
      this.child.on("close", (code, signal) => resolve({ code, signal, stdout: this.stdout, stderr: this.stderr }));
    });
    this.outcome = this.#inTime(ended, "did not end");
  }

  /** Resolves when stdout has `text`. */
  says(text) {
    const said = new Promise((resolve) => {
      const look = () => {
        if (!this.stdout.includes(text)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
    return this.#inTime(said, `did not say ${JSON.stringify(text)}`);
  }

  #inTime(promise, trouble) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => {
        this.child.kill("SIGKILL");
        reject(new Error(`${this.child.spawnargs.join(" ")} ${trouble}\n${this.stdout}\n${this.stderr}`));
      }, DEADLINE_MS);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }
}
