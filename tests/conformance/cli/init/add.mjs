import fs from 'node:fs';

export const rows = ['cli:S01', 'cli:S03'];
export const title = 'init --yes adds a party to the package that is there: a name made of its name, a starter, a dependency, the same indent';

// An npm that only notes what it is asked for.
export const files = {
  'package.json': '{\n    "name": "@scope/my app",\n    "private": true\n}\n',
  'bin/npm': '#!/bin/sh\necho "$@" > asked.txt\n',
};

export async function drive({ run, read, folder }) {
  fs.chmodSync(`${folder}/bin/npm`, 0o755);
  const { code } = await run(['init', '--yes'], { env: { PATH: `${folder}/bin:${process.env.PATH}` } });
  const { name, main, compatibilityDate, $schema } = JSON.parse(read('partykit.json'));
  const written = read('package.json');
  return {
    code, name, main: main.replace('./', ''), date: /^\d{4}-\d\d-\d\d$/.test(compatibilityDate), schema: typeof $schema,
    starter: /implements Party\.Server/.test(read('party/index.ts')), indent: /\n {4}"dependencies"/.test(written),
    partysocket: 'partysocket' in JSON.parse(written).dependencies, asked: read('asked.txt').split(' ')[0].trim(),
  };
}

export const expected = {
  code: 0, name: 'scope-my-app-party', main: 'party/index.ts', date: true, schema: 'string', starter: true, indent: true, partysocket: true,
  asked: 'install',
};
