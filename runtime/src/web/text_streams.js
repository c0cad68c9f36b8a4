// TextEncoderStream and TextDecoderStream of the Encoding standard: the encoder and decoder behind a TransformStream.
// A character split over chunks comes out whole.

import { brand } from "partyrs:brand";
import { TransformStream } from "partyrs:streams";
import { TextDecoder, encode } from "partyrs:encoding";

export class TextEncoderStream extends TransformStream {
  constructor() {
    let high = ""; // a lone high surrogate at the end of the last chunk
    super({
      transform(chunk, controller) {
        const text = high + String(chunk);
        const last = text.charCodeAt(text.length - 1);
        const split = last >= 0xd800 && last < 0xdc00;
        high = split ? text.slice(-1) : "";
        const whole = split ? text.slice(0, -1) : text;
        if (whole) controller.enqueue(encode(whole));
      },
      flush(controller) {
        if (high) controller.enqueue(encode(high));
      },
    });
  }
  get encoding() { return "utf-8"; }
}

export class TextDecoderStream extends TransformStream {
  #decoder;
  constructor(label, options) {
    const decoder = new TextDecoder(label, options);
    super({
      transform(chunk, controller) {
        if (chunk === undefined) throw new TypeError("A chunk must be an ArrayBuffer or an ArrayBufferView.");
        const text = decoder.decode(chunk, { stream: true });
        if (text) controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text) controller.enqueue(text);
      },
    });
    this.#decoder = decoder;
  }
  get encoding() { return this.#decoder.encoding; }
  get fatal() { return this.#decoder.fatal; }
  get ignoreBOM() { return this.#decoder.ignoreBOM; }
}

brand(TextEncoderStream, TextDecoderStream);
