// `process.env` is what the project says; the shell's own variables never come in.
export const rows = ['cli:B08', 'cli:B09'];
export const title = 'process.env has what .env files and vars say, by a written or a computed name, and nothing of the shell';

export default {
  onFetch() {
    const name = ['LO', 'CAL'].join('');
    return Response.json({
      file: process.env.FILE, local: process.env[name], in: 'FILE' in process.env, shell: process.env.SHELL_ONLY ?? null, path: process.env.PATH ?? null,
      config: process.env.IN_CONFIG ?? null,
    });
  },
};
export const config = { vars: { IN_CONFIG: 'config' } };
export const files = { '.env': 'FILE=env\nLOCAL=env', '.env.local': 'LOCAL=local' };

export async function drive({ http }) {
  return JSON.parse((await http('/')).text);
}

const same = { file: 'env', local: 'local', in: true, shell: null, path: null };
export const expected = { ...same, config: 'config' };
export const partykit = { because: 'vars of the config are not in `process.env`', expected: { ...same, config: null } };
