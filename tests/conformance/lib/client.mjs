// What a client sees, as plain data that can be compared and printed: responses, messages, closes.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import WebSocket from 'ws';

const WAIT_MS = 10_000;

/**
 * One HTTP request. The path goes out as written. Resolves to `{ status, reason, headers, text }`; a header that came
 * several times is a list.
 */
export async function request(origin, path, { method = 'GET', headers = {}, body } = {}) {
  const { hostname, port } = new URL(origin);
  const outgoing = http.request({ hostname, port, path, method, headers, agent: false });
  if (typeof body?.[Symbol.asyncIterator] === 'function') {
    for await (const chunk of body) outgoing.write(chunk);
    outgoing.end();
  } else {
    outgoing.end(body);
  }
  const [incoming] = await once(outgoing, 'response');
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    status: incoming.statusCode, reason: incoming.statusMessage, headers: grouped(incoming.rawHeaders),
    text: Buffer.concat(chunks).toString(), chunks: chunks.length,
  };
}

function grouped(raw) {
  const headers = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at].toLowerCase();
    headers[name] = name in headers ? [headers[name], raw[at + 1]].flat() : raw[at + 1];
  }
  return headers;
}

/** Sends bytes as they are; resolves to all that came back until the server closed or fell silent for `quietMs`. */
export async function raw(origin, text, quietMs = 300) {
  const { hostname, port } = new URL(origin);
  const socket = net.connect(Number(port), hostname);
  socket.write(text);
  socket.setTimeout(quietMs, () => socket.destroy());
  let answer = '';
  socket.setEncoding('latin1').on('data', (data) => { answer += data; });
  await once(socket, 'close');
  return answer;
}

/** A WebSocket that keeps what comes until it is asked for. */
export class Client {
  #socket;
  #come = [];
  #wanted = [];

  constructor(socket) {
    this.#socket = socket;
    socket.on('message', (data, binary) => this.#add(binary ? { binary: [...new Uint8Array(data)] } : String(data)));
    socket.on('close', (code, reason) => this.#add({ close: code, reason: String(reason) }));
    // A close with 1006 follows and says it.
    socket.on('error', () => {});
  }

  /** Opens a socket; a refused handshake throws. */
  static async open(origin, path, options = {}) {
    const { socket, outcome } = await handshake(origin, path, options);
    if (outcome.status !== 101) throw new Error(`the handshake of ${path} was refused with ${outcome.status}: ${outcome.text}`);
    return socket;
  }

  /** The answer to a handshake that must not succeed: `{ status, headers, text }`. */
  static async refused(origin, path, options = {}) {
    const { socket, outcome } = await handshake(origin, path, options);
    socket.drop();
    return outcome;
  }

  /** The next message: a string, `{ binary: [bytes] }`, or `{ close, reason }` as the last one. */
  async next(ms = WAIT_MS) {
    if (this.#come.length > 0) return this.#come.shift();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no message within ${ms} ms`)), ms);
      this.#wanted.push((message) => {
        clearTimeout(timer);
        resolve(message);
      });
    });
  }

  /** The next `count` messages. */
  async take(count) {
    const messages = [];
    while (messages.length < count) messages.push(await this.next());
    return messages;
  }

  /** Sends a text (string) or binary (bytes) message. */
  send(message) {
    this.#socket.send(message);
  }

  /** Sends, and waits for what comes next. */
  async ask(message) {
    this.send(message);
    return this.next();
  }

  ping(data) {
    this.#socket.ping(data);
    return once(this.#socket, 'pong').then(([answer]) => String(answer));
  }

  close(code, reason) {
    this.#socket.close(code, reason);
  }

  /** The TCP connection goes away without a word. */
  drop() {
    this.#socket.terminate();
  }

  /** What was negotiated. */
  get agreed() {
    return { protocol: this.#socket.protocol, extensions: this.#socket.extensions };
  }

  #add(message) {
    const wanted = this.#wanted.shift();
    if (wanted) wanted(message);
    else this.#come.push(message);
  }
}

/** Resolves once the server has agreed or refused. */
function handshake(origin, path, { headers, protocols = [], ...options }) {
  const socket = new WebSocket(origin.replace('http', 'ws') + path, protocols, { headers, perMessageDeflate: false, ...options });
  const client = new Client(socket);
  return new Promise((resolve, reject) => {
    let agreed;
    socket.once('upgrade', (response) => { agreed = { status: 101, headers: response.headers }; });
    socket.once('open', () => resolve({ socket: client, outcome: agreed }));
    socket.once('unexpected-response', (_, response) => {
      refusal(response).then((outcome) => resolve({ socket: client, outcome }), reject);
    });
    socket.once('error', reject);
  });
}

async function refusal(response) {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}
