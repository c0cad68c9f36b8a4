// A CommonJS package asks for Node's modules in its own way.
export const rows = ['J21'];
export const title = 'CommonJS code can require the modules of Node';

export default class {
  async onRequest() {
    const { default: old } = await import('./old.cjs');
    return Response.json(old);
  }
}
export const files = {
  'old.cjs': `
    const { EventEmitter } = require('events');
    const path = require('node:path');
    const util = require('util');
    const heard = [];
    class Old { constructor() { EventEmitter.call(this); } }
    util.inherits(Old, EventEmitter);
    const old = new Old();
    old.on('x', (value) => heard.push(value));
    old.emit('x', path.basename('/a/b.txt'));
    exports.heard = heard;
    exports.url = require('url').parse('http://example.com/a?b=c').query;
  `,
};

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { heard: ['b.txt'], url: 'b=c' };
export const partykit = { because: 'the build fails: `Invalid option from onLoad() callback in plugin "nodejs-compat": "path"`' };
export const workerd = { because: 'the bundle of the test\'s server for workerd has no require' };
