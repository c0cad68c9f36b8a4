// What the suite's WebSocket handlers do, by path: each takes a socket that is open. The closing handshake is answered
// with the code that came.

import { setTimeout as delay } from "node:timers/promises";

/** From a Close frame to the one that answers it. */
const SLOW_CLOSE_MS = 1000;
const GOODBYE = "Goodbye";
/** For a slow reader. */
const PAUSE_MS = 100;

export const sockets = {
  "/echo": (socket) => socket.on("message", (data, isBinary) => {
    socket.send(data, { binary: isBinary });
    if (!isBinary && String(data) === GOODBYE) socket.close(1000);
  }),
  "/handshake_no_extensions": (socket) => socket.close(1000),
  "/delayed-passive-close": (socket) => {
    const close = socket.close.bind(socket);
    socket.close = (...how) => setTimeout(close, SLOW_CLOSE_MS, ...how);
  },
  "/receive-many-with-backpressure": (socket) => {
    let last = Promise.resolve();
    socket.on("message", (data) => {
      socket.pause();
      last = last.then(() => delay(PAUSE_MS)).then(() => {
        socket.send(String(data.length));
        socket.resume();
      });
    });
  },
  "/basic_auth": () => {},
};
