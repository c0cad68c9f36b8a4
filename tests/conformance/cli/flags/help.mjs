export const rows = ['cli:C02', 'cli:C04'];
export const title = 'without a command there is help; help of dev has all flags of PartyKit';

export const files = {};
const FLAGS = [
  'port', 'serve', 'https', 'https-key-path', 'https-cert-path', 'config', 'persist', 'var', 'define', 'compatibility-date', 'compatibility-flags',
  'minify', 'live', 'with-env', 'disable-request-cf-fetch', 'verbose', 'no-hotkeys', 'help',
].map((name) => `--${name}`);

export async function drive({ run }) {
  const bare = await run([]);
  const dev = await run(['dev', '--help']);
  const offered = new Set(dev.stdout.match(/--[a-z-]+/g));
  return { bare: [bare.code, /dev \[/.test(bare.stdout)], dev: [dev.code, dev.stderr], missing: FLAGS.filter((flag) => !offered.has(flag)) };
}

export const expected = { bare: [0, true], dev: [0, ''], missing: [] };
