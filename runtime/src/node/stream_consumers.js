// node:stream/consumers: everything a stream has, in one piece.

import { Buffer } from "partyrs:node/buffer";

async function buffer(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

const text = async (stream) => new TextDecoder().decode(await buffer(stream));

export default {
  buffer,
  text,
  json: async (stream) => JSON.parse(await text(stream)),
  blob: async (stream) => new Blob([await buffer(stream)]),
  async arrayBuffer(stream) {
    const whole = await buffer(stream);
    return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength);
  },
};
