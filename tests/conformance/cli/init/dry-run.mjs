import fs from 'node:fs';

export const rows = ['cli:S02'];
export const title = 'init --dry-run says what it would do, and writes nothing';

export const files = { 'package.json': JSON.stringify({ name: 'mine', private: true }) };

export async function drive({ run, folder }) {
  const { code, stdout } = await run(['init', '--yes', '--dry-run'], { seconds: 30 });
  return { code, said: /dry run/i.test(stdout), names: fs.readdirSync(folder), same: fs.readFileSync(`${folder}/package.json`, 'utf8') === files['package.json'] };
}

export const expected = { code: 0, said: true, names: ['package.json'], same: true };
