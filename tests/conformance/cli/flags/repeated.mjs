// Scripts of package.json are called with more flags.
export const rows = ['cli:C03'];
export const title = 'a flag may come again, and the last one counts';

export default {};
export const files = { 'one/index.html': 'one', 'two/index.html': 'two' };
export const flags = ['--serve', 'one', '--persist', '--persist', 'false', '--live', '--live', '--serve', 'two'];

export async function drive({ http, run }) {
  const version = await run(['dev', '--version']);
  return { page: (await http('/')).text, version: [version.code, /^\d+\.\d+\.\d+\n$/.test(version.stdout)] };
}

export const expected = { page: 'two', version: [0, true] };
