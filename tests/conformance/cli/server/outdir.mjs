export const rows = ['cli:B23'];
export const title = '--unstable_outdir keeps the server bundle in a folder, as one file with its map inside';

export const files = {
  'partykit.json': JSON.stringify({ name: 'outdir', main: 'src/server.ts', compatibilityDate: '2024-07-18' }),
  'src/server.ts': "export default { onFetch: () => new Response('kept' as string) };",
};

export async function drive({ start, folder, read, until }) {
  const { existsSync, readdirSync } = await import('node:fs');
  await start({ flags: ['--unstable_outdir', 'kept/deep'] });
  await until(() => existsSync(`${folder}/kept/deep/server.js`));
  const code = read('kept/deep/server.js');
  return { names: readdirSync(`${folder}/kept/deep`), typed: code.includes('as string)'), map: code.includes('sourceMappingURL=data:application/json;base64,') };
}

export const expected = { names: ['server.js'], typed: false, map: true };
