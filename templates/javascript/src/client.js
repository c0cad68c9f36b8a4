import { PartySocket } from "partysocket";
import "./styles.css";

const MOVE_EVERY_MS = 40;

const status = find("#status");
const people = find("#people");
const count = find("#count");
const button = find("#cheer");

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
  const message = JSON.parse(event.data);
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

/** @param {{ type: "cheer" } | { type: "move", to: { x: number, y: number } }} message */
function send(message) {
  socket.send(JSON.stringify(message));
}

/** @param {number} cheers */
function showCheers(cheers) {
  count.textContent = cheers.toLocaleString();
}

/** @type {Map<string, HTMLElement>} */
const cursors = new Map();

/**
 * @param {string} id
 * @param {{ x: number, y: number }} at
 */
function moveCursor(id, { x, y }) {
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

/** @param {string} id */
function removeCursor(id) {
  cursors.get(id)?.remove();
  cursors.delete(id);
}

/**
 * Everybody's own colour, the same on all screens.
 * @param {string} id
 */
function hueOf(id) {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return hash % 360;
}

/**
 * @param {string} selector
 * @returns {HTMLElement}
 */
function find(selector) {
  const element = document.querySelector(selector);
  if (!(element instanceof HTMLElement)) throw new Error(`index.html has no ${selector}`);
  return element;
}
