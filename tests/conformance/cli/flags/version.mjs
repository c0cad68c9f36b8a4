export const rows = ['cli:C01'];
export const title = '-v and --version print the bare version';

export const files = {};

export async function drive({ run }) {
  const seen = [];
  for (const args of [['-v'], ['--version']]) {
    const { code, stdout, stderr } = await run(args);
    seen.push([code, stdout.replace(/\d+/g, 'N'), stderr]);
  }
  return seen;
}

export const expected = [[0, 'N.N.N\n', ''], [0, 'N.N.N\n', '']];
