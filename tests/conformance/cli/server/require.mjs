// CommonJS packages ask for Node's modules in their own way.
export const rows = ['cli:B15', 'cli:B16'];
export const title = 'require() of Node modules works, and so does node:stream/promises';

export const files = {
  'partykit.json': JSON.stringify({ name: 'require', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': `
    import old from './old.cjs';
    import { pipeline } from 'node:stream/promises';
    export default { onFetch: () => Response.json({ ...old, pipeline: typeof pipeline }) };
  `,
  'old.cjs': `
    const crypto = require('crypto');
    const { inherits } = require('node:util');
    const EventEmitter = require('events');
    module.exports = { crypto: typeof crypto.createHash, inherits: typeof inherits, events: typeof new EventEmitter().on, os: typeof require('os').EOL };
  `,
};

export async function drive({ start, http }) {
  await start();
  return JSON.parse((await http('/')).text);
}

export const expected = { crypto: 'function', inherits: 'function', events: 'function', os: 'string', pipeline: 'function' };
export const partykit = { because: 'the build fails' };
