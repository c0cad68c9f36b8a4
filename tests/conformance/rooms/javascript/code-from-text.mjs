// Workers run the code that they were deployed with, and no other. Here nobody gains from refusing.
export const rows = ['J17'];
export const title = 'eval, new Function and WebAssembly from bytes work';

const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

export default class {
  async onRequest() {
    const attempt = async (work) => {
      try {
        return await work();
      } catch ({ name }) {
        return name;
      }
    };
    return Response.json({
      eval: await attempt(() => (0, eval)('1 + 1')),
      function: await attempt(() => new Function('a', 'return a * 2')(4)),
      wasm: await attempt(async () => (await WebAssembly.compile(EMPTY)) instanceof WebAssembly.Module),
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { eval: 2, function: 8, wasm: true };
const refused = { eval: 'EvalError', function: 'EvalError', wasm: 'CompileError' };
export const partykit = { because: 'code from texts and bytes is refused', expected: refused };
export const workerd = { because: 'code from texts and bytes is refused', expected: refused };
