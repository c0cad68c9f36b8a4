// MessageChannel and MessagePort within an isolate: what one port posts arrives at the other as a structured clone,
// in a task of its own. A port holds its messages until it is started. Ports themselves cannot be posted.
//
// Standard: HTML §9.4.

import { brand } from "partyrs:brand";
import { defineHandler, Event, EventTarget, MessageEvent, trusted } from "partyrs:events";

const MAKING = Symbol("making a port");
let entangle; // (one, other)

export class MessagePort extends EventTarget {
  #other = null; // null once either is closed
  #started = false;
  #waiting = []; // events that are not delivered yet

  constructor(making) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
    super();
  }

  postMessage(message, options) {
    if (arguments.length === 0) {
      throw new TypeError("Failed to execute 'postMessage' on 'MessagePort': 1 argument required, but only 0 present.");
    }
    const transfer = Array.isArray(options) ? options : options?.transfer;
    const data = structuredClone(message, { transfer });
    this.#other?.#receive(trusted(new MessageEvent("message", { data })));
  }

  start() {
    if (this.#started) return;
    this.#started = true;
    for (let i = 0; i < this.#waiting.length; i++) this.#deliverLater();
  }

  close() {
    const other = this.#other;
    if (other === null) return;
    this.#other = other.#other = null;
    this.#waiting = [];
    setTimeout(() => other.dispatchEvent(new Event("close")), 0);
  }

  #receive(event) {
    this.#waiting.push(event);
    if (this.#started) this.#deliverLater();
  }

  #deliverLater() {
    setTimeout(() => {
      const event = this.#waiting.shift();
      if (event !== undefined) this.dispatchEvent(event);
    }, 0);
  }

  static {
    entangle = (one, other) => {
      one.#other = other;
      other.#other = one;
    };
  }
}
for (const type of ["message", "messageerror", "close"]) defineHandler(MessagePort.prototype, type);

// Listening by `onmessage` starts a port; addEventListener does not.
const { get, set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
Object.defineProperty(MessagePort.prototype, "onmessage", {
  get,
  set(callback) {
    set.call(this, callback);
    this.start();
  },
  enumerable: true,
  configurable: true,
});

export class MessageChannel {
  #port1 = new MessagePort(MAKING);
  #port2 = new MessagePort(MAKING);

  constructor() { entangle(this.#port1, this.#port2); }

  get port1() { return this.#port1; }
  get port2() { return this.#port2; }
}

brand(MessageChannel, MessagePort);
