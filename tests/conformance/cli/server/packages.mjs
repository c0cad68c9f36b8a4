// Which of its faces a package shows to a server.
const pack = (name, fields) => [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', ...fields })];
const face = (file) => [file, `export default ${JSON.stringify(file.split('/').pop().replace('.js', ''))};`];

export const rows = ['cli:B03', 'cli:B04'];
export const title = 'packages are taken by the conditions partykit, workerd, worker and browser, and by `browser` before `module` and `main`';

const conditions = (...names) => ({ exports: { '.': Object.fromEntries(names.map((name) => [name, `./${name}.js`])) } });
const PACKAGES = {
  first: conditions('node', 'partykit', 'default'),
  second: conditions('deno', 'workerd', 'default'),
  third: conditions('worker', 'default'),
  fourth: conditions('module', 'browser', 'default'),
  written: conditions('worker', 'partykit', 'default'),
  fields: { main: './main.js', module: './module.js', browser: './browser.js' },
  nobrowser: { main: './main.js', module: './module.js' },
};
const FACES = ['node', 'deno', 'partykit', 'workerd', 'worker', 'browser', 'module', 'main', 'default'];
const names = Object.keys(PACKAGES);

export const files = {
  'partykit.json': JSON.stringify({ name: 'packages', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': `${names.map((name) => `import ${name} from '${name}';`).join('\n')}
    export default { onFetch: () => Response.json({ ${names.join(', ')} }) };`,
  ...Object.fromEntries(names.flatMap((name) => [pack(name, PACKAGES[name]), ...FACES.map((one) => face(`node_modules/${name}/${one}.js`))])),
};

export async function drive({ start, http }) {
  await start();
  return JSON.parse((await http('/')).text);
}

export const expected = {
  first: 'partykit', second: 'workerd', third: 'worker', fourth: 'browser', written: 'worker', fields: 'browser', nobrowser: 'module',
};
