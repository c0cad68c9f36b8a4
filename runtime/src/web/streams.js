// The streams a program sees, and the streams of bodies. A body's stream remembers what it was made from until
// someone reads it, so that a body which is only passed on never becomes chunks.

import { bytesOf, concat } from "partyrs:bytes";
import { encode } from "partyrs:encoding";
import { HostStream } from "partyrs:host_stream";
import { ReadableStream, PromisedRead, readableState } from "partyrs:readable";

export { ReadableStream, ReadableStreamBYOBReader, ReadableStreamDefaultReader } from "partyrs:readable";
export { ReadableStreamDefaultController } from "partyrs:readable_default";
export { ReadableByteStreamController, ReadableStreamBYOBRequest } from "partyrs:byte_controller";
export { WritableStream, WritableStreamDefaultController, WritableStreamDefaultWriter } from "partyrs:writable";
export {
  FixedLengthStream, IdentityTransformStream, TransformStream, TransformStreamDefaultController,
} from "partyrs:transform";
export { ByteLengthQueuingStrategy, CountQueuingStrategy } from "partyrs:queue";

/** The stream of a body's content: a string, bytes or a HostStream. */
export function streamOf(content) {
  const source = content instanceof HostStream ? hostSource(content) : wholeSource(content);
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

function hostSource(held) {
  return {
    type: "bytes",
    async pull(controller) {
      let bytes = await held.read();
      while (bytes !== null && bytes.length === 0) bytes = await held.read();
      if (bytes !== null) {
        controller.enqueue(bytes);
        return;
      }
      controller.close();
      controller.byobRequest?.respond(0);
    },
    cancel() { held.cancel(); },
  };
}

/** How many bytes `stream` will have given in the end, if it promises that; else null. */
export function lengthOf(stream) {
  return readableState(stream).length;
}

/** Whether it is known before the end how long `stream` is: it promises that, or is a body as it came. */
export function hasKnownLength(stream) {
  const { length, source } = readableState(stream);
  return length !== null || source !== undefined;
}

export function isDisturbed(stream) {
  return readableState(stream).disturbed;
}

/** What the stream of a body was made from, if nobody has read or locked it; the stream is then used up and stays locked. */
export function takeSource(stream) {
  const state = readableState(stream);
  if (state.source === undefined || state.disturbed || state.reader) return undefined;
  const { source } = state;
  state.source = undefined;
  state.disturbed = true;
  state.acquire();
  state.close();
  return source;
}

/** All bytes of `stream`, which is locked from now on. */
export async function readAll(stream) {
  const state = readableState(stream);
  state.acquire();
  const chunks = [];
  for (;;) {
    const { value, done } = await new Promise((resolve, reject) => state.read(new PromisedRead(resolve, reject)));
    if (done) return chunks.length === 0 ? new Uint8Array(0) : concat(chunks);
    const bytes = bytesOf(value);
    if (bytes === null) throw new TypeError("This ReadableStream did not return bytes.");
    chunks.push(bytes);
  }
}

/** A stream that gives what `stream` has; `stream` is used from now on. */
export function handOver(stream) {
  const reader = stream.getReader();
  readableState(stream).disturbed = true;
  const given = new ReadableStream(
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
  readableState(given).length = readableState(stream).length;
  return given;
}
