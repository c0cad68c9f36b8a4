// Binary files are modules too.
// The smallest module with something in it: `add(a, b)`.
const ADD = 'AGFzbQEAAAABBwFgAn9/AX8DAgEABwcBA2FkZAAACgkBBwAgACABags=';

export const rows = ['cli:B11', 'cli:B12'];
export const title = 'a .wasm file imports as a WebAssembly.Module, with or without ?module, and a .bin file as an ArrayBuffer';

export const files = {
  'partykit.json': JSON.stringify({ name: 'wasm', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': `
    import add from './add.wasm';
    import again from './add.wasm?module';
    import bytes from './three.bin';
    export default {
      async onFetch() {
        const { exports } = await WebAssembly.instantiate(add, {});
        return Response.json([add instanceof WebAssembly.Module, String(add), add === again, exports.add(2, 3), bytes instanceof ArrayBuffer, [...new Uint8Array(bytes)]]);
      },
    };
  `,
  'add.wasm': Buffer.from(ADD, 'base64'),
  'three.bin': Buffer.from([1, 2, 255]),
};

export async function drive({ start, http }) {
  await start();
  return JSON.parse((await http('/')).text);
}

export const expected = [true, '[object WebAssembly.Module]', true, 5, true, [1, 2, 255]];
