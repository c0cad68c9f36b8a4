export const rows = ['cli:C02', 'cli:C03'];
export const title = 'an unknown flag and a flag without its value are errors with exit code 1; an unknown command is named above the help';

export const files = {};

export async function drive({ run }) {
  const seen = {};
  for (const line of ['dev --prot 1', 'dev --zzz', 'dev --port', 'zzz']) {
    const { code, stderr } = await run(line.split(' '));
    seen[line] = [code, /^error: .*(unknown|missing)/.exec(stderr)?.[0].replace(/-p, |<.*>/g, '') ?? '', /Did you mean --port\?/.test(stderr)];
  }
  return seen;
}

const flags = {
  'dev --prot 1': [1, "error: unknown", true],
  'dev --zzz': [1, "error: unknown", false],
  'dev --port': [1, "error: option '--port ' argument missing", false],
};
export const expected = { ...flags, zzz: [0, 'error: unknown', false] };
export const partykit = { because: 'an unknown command is not mentioned', expected: { ...flags, zzz: [0, '', false] } };
