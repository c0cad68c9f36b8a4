// The streams a program sees, and the streams of bodies. A body's stream remembers what it was made from until
// someone reads it, so that a body which is only passed on never becomes chunks.

import host from "partyrs:host";
import { op } from "partyrs:ops";
import { bytesOf, concat } from "partyrs:bytes";
import { encode } from "partyrs:encoding";
import { ReadableStream, PromisedRead, readableState } from "partyrs:readable";

export {
  ReadableStream, ReadableStreamBYOBReader, ReadableStreamDefaultController, ReadableStreamDefaultReader,
} from "partyrs:readable";
export { ReadableByteStreamController, ReadableStreamBYOBRequest } from "partyrs:readable_bytes";
export { WritableStream, WritableStreamDefaultController, WritableStreamDefaultWriter } from "partyrs:writable";
export {
  FixedLengthStream, IdentityTransformStream, TransformStream, TransformStreamDefaultController,
} from "partyrs:transform";
export { ByteLengthQueuingStrategy, CountQueuingStrategy } from "partyrs:queue";

/** The stream of a body's content: a string, bytes, or the number of a host stream. */
export function streamOf(content) {
  const source = typeof content === "number" ? hostSource(content) : wholeSource(content);
  const stream = new ReadableStream(source, { highWaterMark: 0 });
  readableState(stream).source = content;
  return stream;
}

/** A stream over bytes it may keep. */
export function streamOfBytes(bytes) {
  return new ReadableStream(wholeSource(bytes), { highWaterMark: 0 });
}

function wholeSource(content) {
  return {
    type: "bytes",
    pull(controller) {
      const bytes = typeof content === "string" ? encode(content) : content.slice();
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
      controller.byobRequest?.respond(0);
    },
  };
}

function hostSource(number) {
  let reader = 0;
  return {
    type: "bytes",
    async pull(controller) {
      reader ||= host.bodyOpen(number);
      const bytes = await op(host.bodyRead(reader));
      if (bytes === null) controller.close();
      else if (bytes.length > 0) controller.enqueue(bytes);
      else await this.pull(controller);
    },
    cancel() { host.bodyCancel(reader || number); },
  };
}

export function isDisturbed(stream) {
  return readableState(stream).disturbed;
}

/** What the stream of a body was made from, if nobody has read or locked it; the stream is then used up. */
export function takeSource(stream) {
  const state = readableState(stream);
  if (state.source === undefined || state.disturbed || state.reader) return undefined;
  const { source } = state;
  state.source = undefined;
  state.disturbed = true;
  state.close();
  return source;
}

/** All bytes of `stream`, which is locked while they come. */
export async function readAll(stream) {
  const state = readableState(stream);
  const reading = state.acquire();
  const chunks = [];
  try {
    for (;;) {
      const { value, done } = await new Promise((resolve, reject) => state.read(new PromisedRead(resolve, reject)));
      if (done) return chunks.length === 0 ? new Uint8Array(0) : concat(chunks);
      const bytes = bytesOf(value);
      if (bytes === null) throw new TypeError("This ReadableStream did not return bytes.");
      chunks.push(bytes);
    }
  } finally {
    reading.release();
  }
}

/** A stream that gives what `stream` has; `stream` is used from now on. */
export function handOver(stream) {
  const reader = stream.getReader();
  readableState(stream).disturbed = true;
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
