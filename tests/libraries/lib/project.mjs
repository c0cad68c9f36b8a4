// A PartyKit project in a folder of its own, served by the real binary. Its node_modules are those of this test.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Server } from "../../browser/lib/server.mjs";
import { NODE_MODULES } from "./packages.mjs";
import { Socket } from "./socket.mjs";

export class Project {
  #command;
  #folder;
  #name;
  #files;
  #server;
  #services;
  #clients = [];
  #earlier = "";

  constructor(command, name, files) {
    this.#command = command;
    this.#name = name.replace(/[^a-z0-9]+/g, "-").replace(/^-/, "");
    this.#files = files;
    this.#folder = mkdtempSync(join(tmpdir(), "partyrs-library-"));
  }

  async start(services) {
    this.#services = await services?.();
    for (const [path, text] of Object.entries(this.#files)) this.#write(path, text);
    this.#write("partykit.json", JSON.stringify(this.#config(), null, 2));
    symlinkSync(fileURLToPath(NODE_MODULES), join(this.#folder, "node_modules"));
    this.#server = await Server.start(this.#command, this.#folder);
  }

  #config() {
    const parties = Object.keys(this.#files).flatMap((path) => path.match(/^parties\/(.*)\.ts$/)?.[1] ?? []);
    return {
      name: this.#name,
      main: "server.ts",
      parties: Object.fromEntries(parties.map((name) => [name, `parties/${name}.ts`])),
      vars: this.#services?.vars ?? {},
      compatibilityDate: "2024-05-01",
    };
  }

  #write(path, text) {
    mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
    writeFileSync(join(this.#folder, path), text);
  }

  /** What the library's `services` started. */
  get services() {
    return this.#services;
  }

  get host() {
    return `127.0.0.1:${this.#server.port}`;
  }

  get log() {
    return this.#earlier + (this.#server?.log ?? "");
  }

  request(path, init) {
    return fetch(`http://${this.host}${path}`, init);
  }

  /** The JSON that a GET answers. */
  async json(path) {
    return (await this.request(path)).json();
  }

  async connect(path, options) {
    const socket = await Socket.open(`ws://${this.host}${path}`, options);
    this.dispose(() => socket.ws.terminate());
    return socket;
  }

  refusal(path, options) {
    return Socket.refusal(`ws://${this.host}${path}`, options);
  }

  /** Calls `end` when the check is over. */
  dispose(end) {
    this.#clients.push(end);
  }

  disposeOfClients() {
    for (const end of this.#clients.splice(0)) end();
  }

  /** Changes a file as an editor would, and waits until the rooms have it. */
  async edit(path, change) {
    this.#write(path, change(readFileSync(join(this.#folder, path), "utf8")));
    await this.#server.says("Updated and ready");
  }

  /** Ends the server in the middle of whatever it does, and starts it again on the same port. */
  async restart() {
    const { port } = this.#server;
    this.#server.kill();
    await this.#server.ended;
    this.#earlier += `${this.#server.log}--- killed, started again\n`;
    this.#server = await Server.start(this.#command, this.#folder, port);
  }

  async end() {
    this.disposeOfClients();
    this.#server?.kill();
    await this.#services?.close?.();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
