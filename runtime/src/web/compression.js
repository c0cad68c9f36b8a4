// CompressionStream and DecompressionStream of the Compression standard: gzip, deflate (zlib) and deflate-raw, done
// by the host chunk by chunk. The host's state goes with the stream's end or with the stream.

import { brand } from "partyrs:brand";
import host from "partyrs:host";
import { bytesOf } from "partyrs:bytes";
import { TransformStream } from "partyrs:streams";

const forgotten = new FinalizationRegistry((id) => host.coderDrop(id));

function transformer(format, decompress) {
  if (format !== "gzip" && format !== "deflate" && format !== "deflate-raw") {
    throw new TypeError("The compression format must be either 'deflate', 'deflate-raw' or 'gzip'.");
  }
  const coder = host.coderCreate(format, decompress);
  const give = (controller, bytes) => {
    if (bytes.length > 0) controller.enqueue(bytes);
  };
  return {
    start(controller) { forgotten.register(controller, coder); },
    transform(chunk, controller) {
      const bytes = bytesOf(chunk);
      if (bytes === null) throw new TypeError("A chunk must be an ArrayBuffer or an ArrayBufferView.");
      give(controller, host.coderWrite(coder, bytes));
    },
    flush(controller) { give(controller, host.coderFinish(coder)); },
  };
}

export class CompressionStream extends TransformStream {
  constructor(format) { super(transformer(String(format), false)); }
}

export class DecompressionStream extends TransformStream {
  constructor(format) { super(transformer(String(format), true)); }
}

brand(CompressionStream, DecompressionStream);
