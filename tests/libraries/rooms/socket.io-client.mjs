// socket.io-client: a room is a client of a Socket.IO server elsewhere and passes on what it hears.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { Server } from "socket.io";

const server = `
import type * as Party from "partykit/server";
import { Fetch, WebSocket as Sockets, io } from "socket.io-client";

export default class Server implements Party.Server {
  socket: any;

  constructor(readonly room: Party.Room) {}

  async onStart() {
    // Polling is done with fetch: there is no XMLHttpRequest in rooms.
    const transports = [this.room.id === "polling" ? Fetch : Sockets];
    this.socket = io(this.room.env.SOCKET_IO as string, { transports, auth: { token: "the room" } });
    this.socket.on("news", (...news: unknown[]) => {
      const plain = news.map((item) => (item instanceof ArrayBuffer ? { bytes: [...new Uint8Array(item)] } : item));
      this.room.broadcast(JSON.stringify({ news: plain }));
    });
    this.socket.on("disconnect", (reason: string) => this.room.broadcast(JSON.stringify({ disconnect: reason })));
    await new Promise<void>((resolve, reject) => {
      this.socket.once("connect", resolve);
      this.socket.once("connect_error", reject);
    });
  }

  async onMessage(message: string) {
    if (message === "leave") return this.socket.emit("leave");
    // To send bytes by polling it wants a FileReader, which is not there either.
    const bytes = this.room.id === "polling" ? [1, 2, 3] : new Uint8Array([1, 2, 3]);
    const answer = await this.socket.timeout(5000).emitWithAck("ask", message, bytes);
    this.room.broadcast(JSON.stringify({ answer, by: this.socket.io.engine.transport.name }));
  }
}
`;

async function socketIo() {
  const http = createServer();
  const io = new Server(http);
  io.on("connection", (socket) => {
    const { token } = socket.handshake.auth;
    socket.on("leave", () => socket.disconnect());
    socket.on("ask", (text, bytes, answer) => {
      if (text === "news") socket.emit("news", "today", Buffer.from([7, 8]), { nested: [null, 1.5] });
      answer(`${token} asked ${text} with ${[...bytes]}`);
    });
  });
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { vars: { SOCKET_IO: `http://127.0.0.1:${http.address().port}` }, close: () => io.close() };
}

const checks = {};
for (const transport of ["websocket", "polling"]) {
  checks[`${transport}: acknowledgements, binary events and disconnection`] = async (project) => {
    const client = await project.connect(`/party/${transport}`);
    client.send("why");
    assert.deepEqual(await client.nextJson(), { answer: "the room asked why with 1,2,3", by: transport });
    client.send("news");
    assert.deepEqual(await client.nextJson(), { news: ["today", { bytes: [7, 8] }, { nested: [null, 1.5] }] });
    assert.deepEqual(await client.nextJson(), { answer: "the room asked news with 1,2,3", by: transport });
    client.send("leave");
    assert.deepEqual(await client.nextJson(), { disconnect: "io server disconnect" });
  };
}

export default { library: "socket.io-client", files: { "server.ts": server }, services: socketIo, checks };
