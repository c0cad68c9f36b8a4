import { PartySocket } from "partysocket";
import type { Point, ToClient, ToServer } from "../party/protocol";
import "./styles.css";

const MOVE_EVERY_MS = 40;

const status = document.querySelector<HTMLElement>("#status")!;
const people = document.querySelector<HTMLElement>("#people")!;
const count = document.querySelector<HTMLElement>("#count")!;
const button = document.querySelector<HTMLButtonElement>("#cheer")!;

// The room is the part after the # in the address, so that a link to the page is a link to the room.
// PartySocket connects to it, and again whenever the connection breaks.
const room = location.hash.slice(1) || "home";
const socket = new PartySocket({ host: location.host, room });
addEventListener("hashchange", () => location.reload());

socket.addEventListener("open", () => (status.textContent = "Online"));
socket.addEventListener("close", () => {
  status.textContent = "Reconnecting…";
  for (const id of cursors.keys()) removeCursor(id);
});

socket.addEventListener("message", (event) => {
  const message: ToClient = JSON.parse(event.data);
  switch (message.type) {
    case "welcome":
      showCheers(message.cheers);
      for (const [id, at] of Object.entries(message.cursors)) moveCursor(id, at);
      break;
    case "cheers":
      showCheers(message.cheers);
      count.animate({ transform: ["scale(1.12)", "none"] }, { duration: 250, easing: "ease-out" });
      break;
    case "here":
      people.textContent = message.people === 1 ? "Just you. Open a second window!" : `${message.people} people here`;
      break;
    case "move":
      moveCursor(message.id, message.to);
      break;
    case "leave":
      removeCursor(message.id);
      break;
  }
});

button.addEventListener("click", () => send({ type: "cheer" }));

let lastMove = 0;
addEventListener("pointermove", (event) => {
  if (event.timeStamp - lastMove < MOVE_EVERY_MS) return;
  lastMove = event.timeStamp;
  // Only while connected: an old place is not worth keeping for later.
  if (socket.readyState !== WebSocket.OPEN) return;
  send({ type: "move", to: { x: event.clientX / innerWidth, y: event.clientY / innerHeight } });
});

function send(message: ToServer) {
  socket.send(JSON.stringify(message));
}

function showCheers(cheers: number) {
  count.textContent = cheers.toLocaleString();
}

const cursors = new Map<string, HTMLElement>();

function moveCursor(id: string, { x, y }: Point) {
  // A reconnected page may meet the cursor it had before.
  if (id === socket.id) return;
  let cursor = cursors.get(id);
  if (!cursor) {
    cursor = document.createElement("div");
    cursor.className = "cursor";
    cursor.style.setProperty("--hue", String(hueOf(id)));
    document.body.append(cursor);
    cursors.set(id, cursor);
  }
  cursor.style.translate = `${x * 100}vw ${y * 100}vh`;
}

function removeCursor(id: string) {
  cursors.get(id)?.remove();
  cursors.delete(id);
}

/** Everybody's own colour, the same on all screens. */
function hueOf(id: string) {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return hash % 360;
}
