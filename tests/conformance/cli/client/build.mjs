// `serve.build`: the page's own code, bundled next to the files it belongs to.
export const rows = ['cli:A19', 'cli:B06', 'cli:B07'];
export const title = 'the client bundle is written to dist with its maps, shared chunks and styles, and knows PARTYKIT_HOST and NODE_ENV';

export default {};
export const config = { serve: { path: 'public', build: 'client.tsx' }, define: { COLOUR: '"red"' } };
export const files = {
  'client.tsx': `
    import './style.css';
    import styles from './box.module.css';
    import { shared } from './shared';
    const host: string = PARTYKIT_HOST;
    document.title = [shared, host, process.env.NODE_ENV, COLOUR, typeof styles.box].join(' ');
    import('./later').then((later) => later.run());
  `,
  'shared.ts': "export const shared: string = 'in both';",
  'later.ts': "import { shared } from './shared'; export const run = () => console.log(shared, 'later');",
  'style.css': 'body { color: red }',
  'box.module.css': '.box { color: blue }',
  'public/index.html': '<script type="module" src="/dist/client.js"></script>',
};

export async function drive({ http, folder, address }) {
  const { readdirSync } = await import('node:fs');
  const script = await http('/dist/client.js');
  const style = await http('/dist/client.css');
  const names = readdirSync(`${folder}/public/dist`).map((name) => name.replace(/-[A-Z0-9]{8}\./, '-HASH.')).sort();
  return {
    names: [...new Set(names)],
    script: [script.status, script.headers['content-type']],
    host: script.text.includes(JSON.stringify(address)),
    inlined: script.text.includes('"development"') && script.text.includes('"red"'),
    map: /\/\/# sourceMappingURL=client\.js\.map\s*$/.test(script.text),
    imports: /import\("\.\/later-[A-Z0-9]{8}\.js"\)/.test(script.text),
    styles: ['color: red', 'color: blue'].map((part) => style.text.includes(part)),
    // The server was built too, with its own PARTYKIT_HOST.
    page: (await http('/')).status,
  };
}

export const expected = {
  names: ['chunk-HASH.js', 'chunk-HASH.js.map', 'client.css', 'client.css.map', 'client.js', 'client.js.map', 'later-HASH.js', 'later-HASH.js.map'],
  script: [200, 'text/javascript; charset=utf-8'],
  host: true,
  inlined: true,
  map: true,
  imports: true,
  styles: [true, true],
  page: 200,
};
