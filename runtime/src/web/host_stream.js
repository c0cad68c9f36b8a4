// A body stream of the host, held by JavaScript. It is read by one holder, or given back to the host unread; when
// nobody holds it any more it is cancelled, so that a body which is never read is not kept.

import host from "partyrs:host";
import { op } from "partyrs:ops";

const dropped = new FinalizationRegistry((place) => host.bodyCancel(place.number));

export class HostStream {
  #place; // { number }: the registry must not hold `this`; 0 when there is nothing left to cancel
  #opened = false;

  constructor(number) {
    this.#place = { number };
    dropped.register(this, this.#place);
  }

  /** The number, for whoever reads the stream from now on. */
  release() {
    const { number } = this.#place;
    this.#place.number = 0;
    return number;
  }

  /** All bytes. */
  readAll() { return op(host.bodyReadAll(this.release())); }

  /** The next chunk; null at the end. */
  async read() {
    if (!this.#opened) this.#place.number = host.bodyOpen(this.#place.number) ?? 0;
    this.#opened = true;
    const bytes = await op(host.bodyRead(this.#place.number));
    if (bytes === null) this.cancel();
    return bytes;
  }

  cancel() { host.bodyCancel(this.release()); }
}
