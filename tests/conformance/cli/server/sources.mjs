// What a server may be written in.
export const rows = ['cli:B01', 'cli:B02', 'cli:B22', 'cli:B24'];
export const title = 'servers are TypeScript, JSX, JSON and text, as tsconfig.json has it, with import() and the syntax of today';

export const files = {
  'partykit.json': JSON.stringify({ name: 'sources', main: 'src/server.ts', compatibilityDate: '2024-07-18' }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { paths: { '@/*': ['./src/lib/*'] }, jsx: 'react', jsxFactory: 'element', experimentalDecorators: true },
  }),
  'src/server.ts': `
    import type { Server } from 'partykit/server';
    import { page } from './page.tsx';
    import data from './data.json';
    import text from './text.txt';
    import { mapped } from '@/mapped';
    import legacy from './legacy.cjs';

    enum Colour { Red = 'red', Blue = 'blue' }
    function shout(target: any, name: string, method: PropertyDescriptor) {
      const plain = method.value;
      method.value = function () { return plain.call(this).toUpperCase(); };
    }
    class Speaker {
      #word = 'decorated';
      static count = 1;
      @shout say() { return this.#word; }
    }
    const waited = await Promise.resolve('top level await');

    export default class implements Server {
      async onRequest() {
        const { later } = await import('./later.ts');
        return Response.json([page, data.n, text, mapped, legacy.name, Colour.Blue, new Speaker().say(), Speaker.count, waited, later]);
      }
    }
  `,
  'src/page.tsx': 'const element = (name: string, props: object, ...inner: string[]) => `<${name}>${inner.join("")}</${name}>`;\nexport const page = <b>jsx</b>;',
  'src/data.json': '{ "n": 1 }',
  'src/text.txt': 'plain text',
  'src/lib/mapped.ts': "export const mapped = 'paths';",
  'src/legacy.cjs': "module.exports = { name: 'commonjs' };",
  'src/later.ts': "export const later = 'dynamic';",
};

export async function drive({ start, http }) {
  await start();
  return JSON.parse((await http('/party/room')).text);
}

export const expected = ['<b>jsx</b>', 1, 'plain text', 'paths', 'commonjs', 'blue', 'DECORATED', 1, 'top level await', 'dynamic'];
