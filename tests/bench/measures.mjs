// What is measured: each takes a server that is not started yet and returns one number, or several by name. Traffic goes
// to 127.0.0.1 and stops by itself.
import { connect, dial, dialWebSocket, each, Numbered } from "./clients.mjs";

const SECONDS = 3;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const start = {
  title: "From the command to the first 200",
  unit: "ms",
  run: (server) => server.start(),
};

export const startChat = {
  title: "The same in a project of the template chat-room, whose client is built as well",
  unit: "ms",
  project: "chat",
  run: (server) => server.start(),
};

export const reload = {
  title: "From a saved file to the first answer of the new code",
  unit: "ms",
  async run(server) {
    await server.start();
    const times = [];
    for (const text of ["hallo", "salut", "howdy"]) {
      // The watchers of both have settled by then.
      await pause(1000);
      const begin = performance.now();
      server.rewrite("server.js", (source) => source.replace(/Response\("\w+"\)/, `Response("${text}")`));
      while ((await server.answer("/party/one")) !== text) await pause(2);
      times.push(performance.now() - begin);
    }
    return times.sort((a, b) => a - b)[1];
  },
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
    let answered = 0;
    const end = Date.now() + SECONDS * 1000;
    await each(32, 32, async () => {
      const socket = await dial(server.port);
      while (Date.now() < end) {
        if ((await ask(socket, server.port)) !== "hello") throw new Error("a wrong answer");
        answered++;
      }
      socket.destroy();
    });
    return answered / SECONDS;
  },
};

export const deliveries = {
  title: "Deliveries in a second to 100 clients of one room, 256 messages on their way; every byte is checked",
  unit: "/s",
  async run(server) {
    await server.start();
    const messages = new Numbered();
    const clients = [];
    for (let i = 0; i < 100; i++) clients.push(await dialWebSocket(server.port, "/party/crowd"));
    const begin = Date.now();
    const counts = clients.map(() => 0);
    await new Promise((resolve, reject) => {
      clients.forEach((client, index) => {
        client.on("error", reject);
        client.got = messages.check((count) => {
          const more = count - counts[index];
          counts[index] = count;
          if (Date.now() - begin >= SECONDS * 1000) {
            if (counts.every((each) => each === messages.sent)) resolve();
          } else if (index === clients.length - 1) {
            clients[0].write(messages.next(more));
          }
        });
      });
      clients[0].write(messages.next(256));
    });
    const rate = ((messages.sent * clients.length) / (Date.now() - begin)) * 1000;
    for (const client of clients) client.destroy();
    return rate;
  },
};

export const latency = {
  title: "A message through a room and back, 200 a second from one client",
  unit: "µs",
  async run(server) {
    await server.start();
    const messages = new Numbered();
    const client = await dialWebSocket(server.port, "/party/echo");
    const times = [];
    for (let i = 0; i < 600; i++) {
      const begin = performance.now();
      const arrived = new Promise((resolve) => (client.got = () => resolve()));
      client.write(messages.next(1));
      await arrived;
      // The first ones start the room.
      if (i >= 100) times.push((performance.now() - begin) * 1000);
      await pause(5);
    }
    client.destroy();
    times.sort((a, b) => a - b);
    return { p50: times[Math.floor(times.length * 0.5)], p99: times[Math.floor(times.length * 0.99)] };
  },
};

export const wake = {
  title: "Until 1,000 new rooms, all asked at once, have each passed a message",
  unit: "ms",
  async run(server) {
    await server.start();
    const begin = performance.now();
    const sockets = await Promise.all(Array.from({ length: 1000 }, (_, i) => passOne(server, i)));
    const time = performance.now() - begin;
    for (const socket of sockets) socket.terminate();
    return time;
  },
};

export const rooms = {
  title: "Memory of one more awake room with one in-memory socket, of 1,000",
  unit: "KiB each",
  async run(server) {
    await server.start();
    const before = server.memory();
    const sockets = [];
    await each(1000, 8, async (i) => sockets.push(await passOne(server, i)));
    const of = (server.memory() - before) / 1000;
    for (const socket of sockets) socket.terminate();
    return of;
  },
};

export const chatRooms = {
  title: "1,000 rooms of the template chat-room, each with two people who said something: memory of each room, sockets included",
  unit: "KiB each",
  project: "chat",
  async run(server) {
    await server.start();
    const before = server.memory();
    const sockets = [];
    await each(2000, 8, async (i) => sockets.push(await enter(server, i)));
    // Every room has something to do, so that none has gone to sleep.
    for (const socket of sockets) socket.send('{"type":"look"}');
    await pause(1000);
    const awake = (server.memory() - before) / 1000;
    // A room loses its instance after 10 idle seconds and, here, its engine after 30.
    await pause(40_000);
    const idle = (server.memory() - before) / 1000;
    for (const socket of sockets) socket.terminate();
    return { awake, idle };
  },
};

/** One request on a connection that stays open: the answer's body. */
function ask(socket, port) {
  return new Promise((resolve) => {
    let answer = "";
    socket.got = (bytes) => {
      answer += bytes.toString("latin1");
      const body = answer.indexOf("\r\n\r\n") + 4;
      const length = Number(/^content-length: (\d+)/im.exec(answer)?.[1]);
      if (body >= 4 && answer.length === body + length) resolve(answer.slice(body));
    };
    socket.write(`GET /party/one HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  });
}

/** A socket in the room `i` of the least project, once a message has come back. */
function passOne(server, i) {
  return connect(server, `/party/room-${i}`, (socket) => socket.send("hi"), (data) => data === "hi");
}

/** The person `i` in a chat room with one other, once what they say was said. */
function enter(server, i) {
  const say = JSON.stringify({ type: "say", text: "Hello everybody, how are you?", nonce: `n${i}` });
  const path = `/party/room-${i % 1000}?user=u${i}&name=Somebody`;
  return connect(server, path, () => {}, (data, socket) => {
    if (data.includes('"welcome"')) socket.send(say);
    return data.includes(`"n${i}"`);
  });
}
