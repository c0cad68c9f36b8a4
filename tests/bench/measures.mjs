// What is measured: each takes a server that is not started yet and returns one number. Traffic goes to 127.0.0.1
// and stops by itself.
import http from "node:http";
import { once } from "node:events";
import { WebSocket } from "ws";

const SECONDS = 3;

export const start = {
  title: "From the command to the first 200",
  unit: "ms",
  run: (server) => server.start(),
};

export const memory = {
  title: "Memory with one room, nothing going on",
  unit: "KiB",
  async run(server) {
    await server.start();
    return server.memory();
  },
};

export const requests = {
  title: "onRequest answers in a second, 32 connections to one room",
  unit: "/s",
  async run(server) {
    await server.start();
    const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
    let answered = 0;
    const end = Date.now() + SECONDS * 1000;
    const ask = () =>
      new Promise((resolve, reject) => {
        http.get({ host: "127.0.0.1", port: server.port, path: "/party/one", agent }, (response) => {
          if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
          response.resume().on("end", resolve);
        }).on("error", reject);
      });
    const client = async () => {
      while (Date.now() < end) {
        await ask();
        answered++;
      }
    };
    await Promise.all(Array.from({ length: 32 }, client));
    agent.destroy();
    return answered / SECONDS;
  },
};

export const deliveries = {
  title: "Deliveries in a second to 100 clients of one room; every message is checked",
  unit: "/s",
  async run(server) {
    await server.start();
    const clients = await connect(server, "/party/crowd", 100);
    let delivered = 0;
    let sent = 0;
    const next = clients.map(() => 0);
    let done;
    const finished = new Promise((resolve) => (done = resolve));
    const stopAt = Date.now() + SECONDS * 1000;
    const send = () => clients[0].send(`${sent++}`);
    clients.forEach((client, index) =>
      client.on("message", (data) => {
        if (Number(String(data)) !== next[index]++) throw new Error(`client ${index} misses a message`);
        delivered++;
        if (index !== clients.length - 1) return;
        if (Date.now() < stopAt) send();
        else if (next[index] === sent) done();
      }),
    );
    const begin = Date.now();
    for (let i = 0; i < 64; i++) send();
    await finished;
    const rate = (delivered / (Date.now() - begin)) * 1000;
    for (const client of clients) client.terminate();
    return rate;
  },
};

export const rooms = {
  title: "Memory of one awake room with one socket, of 500",
  unit: "KiB each",
  async run(server) {
    await server.start();
    const before = server.memory();
    const sockets = [];
    for (let i = 0; i < 500; i++) sockets.push(...(await connect(server, `/party/room-${i}`, 1)));
    const each = (server.memory() - before) / 500;
    for (const socket of sockets) socket.terminate();
    return each;
  },
};

async function connect(server, path, count) {
  const clients = Array.from({ length: count }, () => new WebSocket(`ws://127.0.0.1:${server.port}${path}`));
  await Promise.all(clients.map((client) => once(client, "open")));
  return clients;
}
