// Clients that cost little, so that the server is what is measured: sockets of the system, frames and requests written
// by hand. On two cores a WebSocket library of the client's is the bottleneck long before the server is.
import crypto from "node:crypto";
import { once } from "node:events";
import net from "node:net";
import { WebSocket } from "ws";

const READ_BYTES = 256 * 1024;
const HEAD_END = "\r\n\r\n";

/** A TCP connection; its `got(bytes)` is called with what arrives, which is valid during the call only. */
export async function dial(port) {
  const socket = net.connect({
    host: "127.0.0.1",
    port,
    noDelay: true,
    onread: { buffer: Buffer.alloc(READ_BYTES), callback: (length, buffer) => socket.got(buffer.subarray(0, length)) ?? true },
  });
  socket.got = () => {};
  await once(socket, "connect");
  return socket;
}

/** A WebSocket whose frames are not read: `got` sees the bytes as they came. */
export async function dialWebSocket(port, path) {
  const socket = await dial(port);
  const key = crypto.randomBytes(16).toString("base64");
  const opened = new Promise((resolve, reject) => {
    let head = "";
    socket.got = (bytes) => {
      head += bytes.toString("latin1");
      if (!head.endsWith(HEAD_END)) return;
      if (head.startsWith("HTTP/1.1 101")) resolve();
      else reject(new Error(head));
    };
  });
  const upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13";
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${upgrade}\r\nSec-WebSocket-Key: ${key}${HEAD_END}`);
  await opened;
  return socket;
}

/** Text messages of one length, numbered: each counter has its place in a ring of frames as the server writes them. */
export class Numbered {
  static LENGTH = 8;
  static COUNT = 1 << 16;
  static FRAME_BYTES = Numbered.LENGTH + 2;

  constructor() {
    this.frames = Buffer.alloc(Numbered.COUNT * Numbered.FRAME_BYTES);
    for (let number = 0; number < Numbered.COUNT; number++) {
      const text = String(number).padStart(Numbered.LENGTH, "0");
      this.frames.set([0x81, Numbered.LENGTH], number * Numbered.FRAME_BYTES);
      this.frames.write(text, number * Numbered.FRAME_BYTES + 2);
    }
    this.sent = 0;
  }

  /** The next `count` messages as a client writes them, masked with zeros. */
  next(count) {
    const size = Numbered.LENGTH + 6;
    const out = Buffer.alloc(count * size);
    for (let at = 0; at < out.length; at += size, this.sent++) {
      const place = (this.sent % Numbered.COUNT) * Numbered.FRAME_BYTES;
      out.set([0x81, 0x80 | Numbered.LENGTH], at);
      this.frames.copy(out, at + 6, place + 2, place + Numbered.FRAME_BYTES);
    }
    return out;
  }

  /** Checks every byte of what one client receives; calls `onMessages` with how many it has had so far. */
  check(onMessages) {
    let total = 0;
    return (bytes) => {
      for (let at = 0; at < bytes.length; ) {
        const place = total % this.frames.length;
        const length = Math.min(bytes.length - at, this.frames.length - place);
        if (bytes.compare(this.frames, place, place + length, at, at + length) !== 0) throw new Error("a message is missing or wrong");
        at += length;
        total += length;
      }
      onMessages(Math.floor(total / Numbered.FRAME_BYTES));
    };
  }
}

/** Runs `job(0)` to `job(count - 1)`, `atOnce` at a time. */
export async function each(count, atOnce, job) {
  let next = 0;
  const worker = async () => {
    while (next < count) await job(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** A WebSocket of the library `ws`, for what is not about speed, once `isReady` is true of one of its messages. */
export async function connect(server, path, onOpen, isReady) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () => onOpen(socket));
    socket.on("message", (data) => isReady(String(data), socket) && resolve());
  });
  return socket;
}
