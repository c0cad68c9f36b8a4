// Streams are what bodies are made of.
export const rows = ['J12'];
export const title = 'streams transform, tee, pipe, iterate, compress and decode';

const read = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
};
const from = (chunks) => new ReadableStream({
  start(controller) {
    for (const chunk of chunks) controller.enqueue(chunk);
    controller.close();
  },
});

const PARTS = {
  transform: () => read(from([1, 2, 3]).pipeThrough(new TransformStream({
    transform: (chunk, controller) => { controller.enqueue(chunk * 2); },
    flush: (controller) => { controller.enqueue('end'); },
  }))),
  tee: () => Promise.all(from(['a', 'b']).tee().map(read)),
  text: async () => (await read(from([Uint8Array.of(0xc3), Uint8Array.of(0xbc, 0x21)]).pipeThrough(new TextDecoderStream()))).join(''),
  encode: async () => (await new Response(from(['ü', 'b']).pipeThrough(new TextEncoderStream())).arrayBuffer()).byteLength,
  gzip: async () => {
    const packed = await new Response(new Blob(['x'.repeat(1000)]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
    const unpacked = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
    return [packed.byteLength < 100, [...new Uint8Array(packed, 0, 2)], unpacked.length];
  },
  deflate: async () => {
    const packed = from([new TextEncoder().encode('abc')]).pipeThrough(new CompressionStream('deflate'));
    return new Response(packed.pipeThrough(new DecompressionStream('deflate'))).text();
  },
  identity: async () => {
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    const written = writer.write(new TextEncoder().encode('through')).then(() => writer.close());
    const text = await new Response(readable).text();
    await written;
    return text;
  },
  pipe: async () => {
    const written = [];
    let closed = false;
    await from(['x', 'y']).pipeTo(new WritableStream({ write: (chunk) => { written.push(chunk); }, close: () => { closed = true; } }));
    return [written, closed];
  },
  cancel: async () => {
    let reason;
    await new ReadableStream({ cancel: (why) => { reason = why; } }).cancel('enough');
    return reason;
  },
  error: () => read(new ReadableStream({ pull: (controller) => { controller.error(new Error('broken')); } })).catch(({ message }) => message),
  bytes: async () => {
    const stream = new ReadableStream({
      type: 'bytes',
      pull: (controller) => {
        controller.enqueue(Uint8Array.of(1, 2, 3));
        controller.close();
      },
    });
    const reader = stream.getReader({ mode: 'byob' });
    const { value } = await reader.read(new Uint8Array(2));
    return [...value];
  },
  locked: () => {
    const stream = from([1]);
    const reader = stream.getReader();
    const locked = stream.locked;
    reader.releaseLock();
    return [locked, stream.locked];
  },
};

export default class {
  async onRequest() {
    const seen = {};
    for (const [name, run] of Object.entries(PARTS)) seen[name] = await run();
    return Response.json(seen);
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  transform: [2, 4, 6, 'end'],
  tee: [['a', 'b'], ['a', 'b']],
  text: 'ü!',
  encode: 3,
  gzip: [true, [0x1f, 0x8b], 1000],
  deflate: 'abc',
  identity: 'through',
  pipe: [['x', 'y'], true],
  cancel: 'enough',
  error: 'broken',
  bytes: [1, 2],
  locked: [true, false],
};
