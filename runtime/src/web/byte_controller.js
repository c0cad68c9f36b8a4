// What the source of a byte stream holds (Streams standard §4.7 and §4.8): the stream's controller and the request to
// write into a reader's own buffer. Both are handles of the machine in readable_bytes.js.

import { brand } from "partyrs:brand";

export const MAKING = Symbol("making a controller");

let endRequest; // (request): it was answered
export { endRequest };

export class ReadableByteStreamController {
  #machine;
  constructor(making, machine) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
    this.#machine = machine;
  }
  get byobRequest() { return this.#machine.byobRequest; }
  get desiredSize() { return this.#machine.desiredSize; }
  enqueue(chunk) { this.#machine.enqueue(chunk); }
  close() { this.#machine.close(); }
  error(error) { this.#machine.error(error); }
}


export class ReadableStreamBYOBRequest {
  #machine;
  #view;
  #place; // of the view, which forgets it when its buffer is transferred
  constructor(making, machine, view) {
    if (making !== MAKING) throw new TypeError("Illegal constructor");
    this.#machine = machine;
    this.#view = view;
    const { byteOffset, byteLength, buffer } = view;
    this.#place = { byteOffset, byteLength, bufferLength: buffer.byteLength };
  }

  get view() { return this.#view; }

  respond(count) {
    if (!this.#machine) throw new TypeError("This BYOB request was answered already.");
    if (this.#view.buffer.detached) throw new TypeError("The request's buffer is detached.");
    this.#machine.respond(Number(count), this.#view.buffer);
  }

  respondWithNewView(view) {
    if (!this.#machine) throw new TypeError("This BYOB request was answered already.");
    if (!ArrayBuffer.isView(view)) throw new TypeError("respondWithNewView() takes an ArrayBufferView.");
    if (view.buffer.detached) throw new TypeError("The view's buffer is detached.");
    const { byteOffset, byteLength, bufferLength } = this.#place;
    this.#machine.checkResponse(view.byteLength);
    const fits = view.byteOffset === byteOffset && view.byteLength <= byteLength;
    if (!fits || view.buffer.byteLength !== bufferLength) throw new RangeError("The view does not match the request's.");
    this.#machine.respond(view.byteLength, view.buffer);
  }

  static {
    endRequest = (request) => {
      request.#machine = null;
      request.#view = null;
    };
  }
}

brand(ReadableByteStreamController, ReadableStreamBYOBRequest);
