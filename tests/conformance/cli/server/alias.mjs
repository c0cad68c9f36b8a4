export const rows = ['cli:B19', 'cli:B25'];
export const title = 'build.alias puts one module in place of another; types of partykit/server need no package';

export const files = {
  'partykit.json': JSON.stringify({
    name: 'alias', main: 'server.ts', compatibilityDate: '2024-07-18', build: { alias: { 'heavy-package': './light.ts', '~config': './light.ts' } },
  }),
  'server.ts': `
    import type * as Party from 'partykit/server';
    import heavy from 'heavy-package';
    import config from '~config';
    export default class implements Party.Server {
      constructor(readonly room: Party.Room) {}
      onRequest(): Response { return Response.json([heavy, config, this.room.id]); }
    }
  `,
  'light.ts': "export default 'light';",
};

export async function drive({ start, http }) {
  await start();
  return JSON.parse((await http('/party/room')).text);
}

export const expected = ['light', 'light', 'room'];
