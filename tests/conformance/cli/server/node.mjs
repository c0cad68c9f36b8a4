// Node's modules: some are there, the others can at least be imported.
export const rows = ['cli:B13', 'cli:B14', 'cli:B17'];
export const title = 'native Node modules work with and without node:, others can be imported and say so when called; cloudflare:sockets is there';

export const files = {
  'partykit.json': JSON.stringify({ name: 'node', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': `
    import path from 'path';
    import { join } from 'node:path';
    import { Buffer } from 'node:buffer';
    import { EventEmitter } from 'events';
    import assert from 'node:assert';
    import { AsyncLocalStorage } from 'node:async_hooks';
    import { StringDecoder } from 'string_decoder';
    import { inspect } from 'node:util';
    import { Readable } from 'stream';
    import { createHash } from 'node:crypto';
    import fs from 'fs';
    import os from 'node:os';
    import { connect } from 'cloudflare:sockets';

    const threw = (call) => { try { call(); return 'nothing'; } catch (error) { return error.message; } };
    export default {
      onFetch: async () => Response.json({
        path: [path.join('a', '..', 'b'), join('a', 'c')],
        buffer: Buffer.from('hi').toString('hex'),
        events: typeof new EventEmitter().on,
        assert: threw(() => assert.equal(1, 1)),
        storage: new AsyncLocalStorage().run('stored', () => 1),
        decoder: new StringDecoder('utf8').write(Buffer.from('hi')),
        inspect: inspect({ a: 1 }),
        stream: typeof Readable.from,
        hash: createHash('sha256').update('a').digest('hex').slice(0, 8),
        dynamic: (await import('node:path')).basename('/a/b'),
        fs: /fs\\.readFileSync is not implemented/.test(threw(() => fs.readFileSync('/etc/passwd'))),
        os: typeof os.EOL,
        sockets: typeof connect,
      }),
    };
  `,
};

export async function drive({ start, http }) {
  await start();
  return JSON.parse((await http('/')).text);
}

export const expected = {
  path: ['b', 'a/c'], buffer: '6869', events: 'function', assert: 'nothing', storage: 1, decoder: 'hi', inspect: '{ a: 1 }', stream: 'function',
  hash: 'ca978112', dynamic: 'b', fs: true, os: 'string', sockets: 'function',
};
