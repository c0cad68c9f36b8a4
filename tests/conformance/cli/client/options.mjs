export const rows = ['cli:A20', 'cli:B19'];
export const title = 'serve.build takes several entries, an outdir, loaders, aliases, defines, externals, minify and another format';

export default {};
export const config = {
  serve: {
    path: 'public',
    build: {
      entry: ['pages/one.ts', 'pages/deep/two.ts'], outdir: 'public/built', format: 'iife', splitting: false, minify: true, sourcemap: false,
      loader: { '.svg': 'file', '.txt': 'base64' }, alias: { 'old-name': './pages/new-name.ts' }, define: { DEPTH: '"from the build"' },
    },
  },
  define: { DEPTH: '"from the top"' },
};
export const files = {
  'pages/one.ts': `
    import picture from './picture.svg';
    import text from './text.txt';
    import { renamed } from 'old-name';
    const averyveryverylongname = [picture, text, renamed, DEPTH];
    console.log(averyveryverylongname);
  `,
  'pages/deep/two.ts': "console.log('two');",
  'pages/new-name.ts': "export const renamed = 'renamed';",
  'pages/picture.svg': '<svg/>',
  'pages/text.txt': 'hello',
  'public/index.html': '',
};

export async function drive({ folder, http }) {
  const { readdirSync } = await import('node:fs');
  const list = readdirSync(`${folder}/public/built`, { recursive: true }).filter((name) => name.includes('.'));
  const { text } = await http('/built/one.js');
  const [picture] = /picture-[A-Z0-9]{8}\.svg/.exec(text);
  return {
    names: list.map((name) => name.replace(/-[A-Z0-9]{8}\./, '-HASH.')).sort(),
    picture: (await http(`/built/${picture}`)).text,
    parts: ['aGVsbG8=', 'renamed', 'from the build', 'from the top', 'averyveryverylongname', 'sourceMappingURL'].filter((part) => text.includes(part)),
    iife: text.startsWith('"use strict";(()=>{') || text.startsWith('(()=>{'),
  };
}

export const expected = {
  names: ['deep/two.js', 'one.js', 'picture-HASH.svg'],
  picture: '<svg/>',
  parts: ['aGVsbG8=', 'renamed', 'from the build'],
  iife: true,
};
