// A plain WebSocket client that keeps what comes until it is asked for.

import WebSocket from "ws";
import { within } from "./wait.mjs";

const DEADLINE_MS = 10_000;

export class Socket {
  #come = [];
  #wanted = [];

  /** Resolves when the room has accepted it. */
  static async open(url, options) {
    const socket = new Socket(new WebSocket(url, options));
    const opened = new Promise((resolve, reject) => {
      socket.ws.on("open", resolve);
      socket.ws.on("error", reject);
    });
    await within(opened, DEADLINE_MS, `a connection to ${url}`);
    return socket;
  }

  /** The status and the text with which the server refuses it. */
  static refusal(url, options) {
    const refused = new Promise((resolve, reject) => {
      const ws = new WebSocket(url, options);
      ws.on("open", () => reject(new Error(`${url} was accepted`)));
      ws.on("error", reject);
      ws.on("unexpected-response", async (_, response) => {
        const parts = [];
        for await (const part of response) parts.push(part);
        resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() });
      });
    });
    return within(refused, DEADLINE_MS, `a refusal of ${url}`);
  }

  constructor(ws) {
    this.ws = ws;
    this.closed = new Promise((resolve) => ws.on("close", (code, reason) => resolve({ code, reason: String(reason) })));
    ws.on("message", (data, isBinary) => {
      const message = isBinary ? data : String(data);
      const wanted = this.#wanted.shift();
      if (wanted) wanted(message);
      else this.#come.push(message);
    });
  }

  /** The next message: text, or a Buffer if it is binary. */
  next() {
    if (this.#come.length > 0) return Promise.resolve(this.#come.shift());
    return within(new Promise((resolve) => this.#wanted.push(resolve)), DEADLINE_MS, "a message");
  }

  async nextJson() {
    return JSON.parse(await this.next());
  }

  send(data) {
    this.ws.send(data);
  }

  sendJson(value) {
    this.ws.send(JSON.stringify(value));
  }

  close() {
    this.ws.close();
  }
}
