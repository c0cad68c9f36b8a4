export const rows = ['cli:C02', 'cli:C03'];
export const title = 'an unknown flag, a flag without its value and an unknown command are errors that name it, with exit code 1';

export const files = {};

export async function drive({ run }) {
  const seen = {};
  for (const line of ['dev --prot 1', 'dev --zzz', 'dev --port', 'zzz']) {
    const { code, stderr } = await run(line.split(' '));
    seen[line] = [code, stderr.split('\n')[0], /Did you mean --port\?/.test(stderr)];
  }
  return seen;
}

const flags = {
  'dev --prot 1': [1, "error: unknown option '--prot'", true],
  'dev --zzz': [1, "error: unknown option '--zzz'", false],
  'dev --port': [1, "error: option '-p, --port <number>' argument missing", false],
};
export const expected = { ...flags, zzz: [1, "error: unknown command 'zzz'", false] };
export const partykit = { because: 'an unknown command prints the help, with exit code 0', expected: { ...flags, zzz: [0, '', false] } };
export const seconds = 40;
