// WebSockets of an isolate: the server's and the client's end of a WebSocketPair, the sockets that come back from a
// room's stub or from `fetch`, and those that `new WebSocket(url)` opens. The truth about a socket (queue, tags, attachment, who reads it) is the host's and outlives
// the isolate; an object here is a handle by number. Does not speak the protocol on the wire.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { defineHandler, Event, EventTarget, MessageEvent } from "partyrs:events";
import { op } from "partyrs:ops";
import { addressOf, closeCode, protocolHeaders, sendable, truncated } from "partyrs:websocket_arguments";

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** Handles of accepted sockets by number. */
const handles = new Map();

export class WebSocket extends EventTarget {
  #id = 0;
  #peer = null;
  #far = 0;
  #hibernating = false;
  #closeSent = false;
  #readyState = OPEN;
  #binaryType = "arraybuffer";
  #url = null; // of a socket that `new WebSocket` opens
  #protocol = "";
  #connecting = 0; // what aborts the handshake
  #attachment = null; // until the socket is accepted; then the host has it

  constructor(url, protocols) {
    super();
    if (url === UNBOUND) return;
    if (arguments.length === 0) {
      throw new TypeError("Failed to construct 'WebSocket': constructor parameter 1 is not of type 'string'.");
    }
    this.#url = String(url);
    this.#readyState = CONNECTING;
    this.#connect(addressOf(this.#url), protocolHeaders(protocols));
  }

  get readyState() {
    return this.#readyState;
  }
  get url() {
    return this.#url;
  }
  get protocol() {
    return this.#protocol;
  }
  get extensions() {
    return "";
  }
  get binaryType() {
    return this.#binaryType;
  }
  set binaryType(value) {
    if (value === "arraybuffer") this.#binaryType = value;
  }

  async #connect(address, headers) {
    const [abortion, answer] = host.connect(address, headers);
    this.#connecting = abortion;
    let parts;
    try {
      parts = await op(answer);
      if (parts[0] !== 101) {
        host.bodyCancel(parts[3] ?? 0);
        throw new TypeError(refused(parts[0]));
      }
    } catch (error) {
      return this.#fail(this.#closeSent ? new Error("Network connection lost.") : error);
    } finally {
      host.fetchForget(abortion);
    }
    const [, , list, , , , , far] = parts;
    if (this.#closeSent) {
      host.socketForget(far);
      return this.#fail(new Error("Network connection lost."));
    }
    this.#far = far;
    WebSocket.#bind(this, false, []);
    const at = list.indexOf("sec-websocket-protocol");
    if (at >= 0) this.#protocol = list[at + 1];
    this.#readyState = OPEN;
    this.dispatchEvent(new Event("open"));
  }

  /** There is no connection and will be none. */
  #fail(error) {
    this.#readyState = CLOSED;
    this.dispatchEvent(new (kinds().ErrorEvent)("error", { error, message: `Uncaught ${error}` }));
    const reason = "Failed to establish websocket connection";
    this.dispatchEvent(new (kinds().CloseEvent)("close", { code: 1006, reason, wasClean: false }));
  }

  /** Starts delivering events to this end's listeners. */
  accept() {
    if (this.#id !== 0) {
      if (this.#hibernating) throw new TypeError("This WebSocket was accepted with state.acceptWebSocket().");
      return;
    }
    if (this.#url !== null) {
      throw new TypeError("Websockets obtained from the 'new WebSocket()' constructor cannot call accept");
    }
    WebSocket.#bind(this, false, []);
  }

  send(message) {
    if (arguments.length === 0) {
      throw new TypeError("Failed to execute 'send' on 'WebSocket': parameter 1 is not of type 'String or ArrayBuffer or ArrayBufferView'.");
    }
    if (this.#id === 0) {
      throw new TypeError("You must call one of accept() or state.acceptWebSocket() on this WebSocket before sending messages.");
    }
    if (this.#closeSent) throw new TypeError("Can't call WebSocket send() after close().");
    if (this.#readyState !== OPEN) return;
    host.socketSend(this.#id, sendable(message));
  }

  close(code, reason) {
    if (this.#id === 0 && this.#url === null) {
      throw new TypeError("You must call one of accept() or state.acceptWebSocket() on the WebSocket before calling close().");
    }
    if (code === undefined && reason !== undefined) {
      throw new TypeError("If you specify a WebSocket close reason, you must also specify a code.");
    }
    if (code !== undefined) code = closeCode(code);
    if (this.#closeSent || this.#readyState === CLOSED) return;
    this.#closeSent = true;
    if (this.#readyState === CONNECTING) {
      this.#readyState = CLOSED;
      return host.fetchAbort(this.#connecting);
    }
    host.socketClose(this.#id, code ?? 0, reason === undefined ? "" : truncated(String(reason).toWellFormed()));
    this.#readyState = this.#readyState === OPEN ? CLOSING : CLOSED;
  }

  serializeAttachment(value) {
    if (this.#id === 0) this.#attachment = structuredClone(value);
    else host.socketAttach(this.#id, value);
  }

  deserializeAttachment() {
    return this.#id === 0 ? this.#attachment : host.socketAttachment(this.#id);
  }

  static #bind(socket, hibernating, tags) {
    if (socket.#far !== 0) {
      socket.#id = host.socketAdopt(socket.#far);
    } else if (socket.#peer !== null && socket.#peer.#id !== 0) {
      socket.#id = host.socketAdoptPeer(socket.#peer.#id);
    } else {
      socket.#id = host.socketOpen(hibernating, tags);
    }
    socket.#hibernating = hibernating;
    if (socket.#attachment !== null) host.socketAttach(socket.#id, socket.#attachment);
    handles.set(socket.#id, socket);
  }

  /** A connected pair: what one end sends, the other receives. */
  static pair() {
    const client = new WebSocket(UNBOUND);
    const server = new WebSocket(UNBOUND);
    client.#peer = server;
    server.#peer = client;
    return [client, server];
  }

  /** The handle of the far end that a stub's response brought: resource `far` of the host. */
  static fromHost(far) {
    const socket = new WebSocket(UNBOUND);
    socket.#far = far;
    return socket;
  }

  /** What the host needs to hand this end on with a response: [number of the accepted peer, far resource]. */
  static toHost(socket) {
    if (socket.#id !== 0) {
      throw new TypeError("Can't return WebSocket in a Response after calling accept().");
    }
    if (socket.#far !== 0) return [0, socket.#far];
    const peer = socket.#peer;
    if (peer.#id === 0) WebSocket.#bind(peer, false, []);
    return [peer.#id, 0];
  }

  static acceptHibernating(socket, tags) {
    if (socket.#id !== 0) throw new TypeError("This WebSocket was accepted already.");
    WebSocket.#bind(socket, true, tags);
  }

  /** The handle of the accepted socket `id`: the one that exists, or a new one after hibernation. */
  static handle(id) {
    let socket = handles.get(id);
    if (socket === undefined) {
      socket = new WebSocket(UNBOUND);
      socket.#id = id;
      socket.#hibernating = true;
      handles.set(id, socket);
    }
    return socket;
  }

  static idOf(socket) {
    return socket.#id;
  }

  /** Called when the instance is gone: the next one gets new handles of the sockets that stayed. */
  static forgetAll() {
    handles.clear();
  }

  /** A message arrived. Returns what the actor's handler returned. */
  static deliver(id, data, actor) {
    const socket = WebSocket.handle(id);
    if (socket.#hibernating) return actor.webSocketMessage?.(socket, data);
    socket.dispatchEvent(new MessageEvent("message", { data }));
  }

  /** The other side closed or is gone. The host answers the closing handshake when no handler does. */
  static closed(id, code, reason, wasClean, actor) {
    const socket = WebSocket.handle(id);
    socket.#readyState = socket.#closeSent || !wasClean ? CLOSED : CLOSING;
    handles.delete(id);
    if (socket.#hibernating) return actor.webSocketClose?.(socket, code, reason, wasClean);
    socket.dispatchEvent(new (kinds().CloseEvent)("close", { code, reason, wasClean }));
  }

  /** The socket broke in a way that is an error, not a close. */
  static failed(id, message, actor) {
    const socket = WebSocket.handle(id);
    handles.delete(id);
    socket.#closeSent = true;
    socket.#readyState = CLOSED;
    const error = new Error(message);
    if (socket.#hibernating) return actor.webSocketError?.(socket, error);
    socket.dispatchEvent(new (kinds().ErrorEvent)("error", { error, message }));
  }
}

const UNBOUND = Symbol("unbound");
/** The events of a socket's end. */
const kinds = () => host.load("event_kinds");
const refused = (status) =>
  "Failed to establish the WebSocket connection: expected server to reply with HTTP status code 101 (switching " +
  `protocols), but received ${status} instead.`;
const CONSTANTS = { CONNECTING, OPEN, CLOSING, CLOSED };
const READY_STATES = Object.fromEntries(Object.entries(CONSTANTS).map(([name, value]) => [`READY_STATE_${name}`, value]));
for (const target of [WebSocket, WebSocket.prototype]) Object.assign(target, CONSTANTS, READY_STATES);

brand(WebSocket);
for (const type of ["open", "message", "close", "error"]) defineHandler(WebSocket.prototype, type);
brand(WebSocket);

export function WebSocketPair() {
  if (new.target === undefined) throw new TypeError("Class constructor WebSocketPair cannot be invoked without 'new'");
  [this[0], this[1]] = WebSocket.pair();
}
