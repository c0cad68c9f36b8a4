// What may be imported beside code.
export const rows = ['J06', 'J07'];
export const title = 'imports: .wasm is a WebAssembly.Module, .bin an ArrayBuffer, .json an object, .txt a text';

export default class {
  async onRequest() {
    const { code, query, bytes, data, text } = await import('./parts.mjs');
    return Response.json({
      wasm: [code, query].map((module) => [module instanceof WebAssembly.Module, new WebAssembly.Instance(module).exports.fib(20)]),
      bytes: [bytes instanceof ArrayBuffer, ...new Uint8Array(bytes)], data, text,
    });
  }
}

// Recursive Fibonacci: one export, `fib`, from i32 to i32.
const FIB = 'AGFzbQEAAAABBgFgAX8BfwMCAQAHBwEDZmliAAAKHgEcACAAQQJIBH8gAAUgAEEBaxAAIABBAmsQAGoLCw==';
export const files = {
  'parts.mjs': `
    export { default as code } from './fib.wasm';
    export { default as query } from './fib.wasm?module';
    export { default as bytes } from './some.bin';
    export { default as data } from './data.json';
    export { default as text } from './note.txt';
  `,
  'fib.wasm': Uint8Array.from(atob(FIB), (byte) => byte.charCodeAt(0)),
  'some.bin': Uint8Array.of(1, 0, 255),
  'data.json': '{ "a": [1] }',
  'note.txt': 'a note',
};

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { wasm: [[true, 6765], [true, 6765]], bytes: [true, 1, 0, 255], data: { a: [1] }, text: 'a note' };
export const workerd = { because: 'the bundle of the test\'s server for workerd takes code only' };
