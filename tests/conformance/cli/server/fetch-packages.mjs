// Packages that bring `fetch` to Node, or to old browsers by XMLHttpRequest, which servers do not have.
export const rows = ['cli:B14'];
export const title = 'node-fetch, cross-fetch and their like are the fetch that is there, installed or not, as is inherits that of node:util';

export const files = {
  'partykit.json': JSON.stringify({ name: 'packages', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': `
    import 'isomorphic-fetch';
    import 'cross-fetch/polyfill';
    import 'node-fetch-native/polyfill';
    import cross, { Headers as CrossHeaders } from 'cross-fetch';
    import node, { Request as NodeRequest, isRedirect } from 'node-fetch';
    import native from 'node-fetch-native';
    import inherits from 'inherits';
    import fsevents from 'fsevents';
    import required from './required.cjs';
    const Child = function () {};
    inherits(Child, Array);
    export default {
      async onFetch(request) {
        if (new URL(request.url).pathname !== '/') return new Response('hello');
        const texts = [cross, node, native, required.fetch].map(async (one) => (await one(request.url + 'x')).text());
        return Response.json({
          texts: await Promise.all(texts), required: required.names, same: [CrossHeaders === Headers, NodeRequest === Request],
          redirects: [isRedirect(302), isRedirect(200)], inherits: new Child() instanceof Array, fsevents: typeof fsevents,
        });
      },
    };
  `,
  'required.cjs': `
    const fetch = require('node-fetch');
    module.exports = { fetch, names: [typeof fetch, typeof fetch.Headers] };
  `,
  'node_modules/cross-fetch/package.json': '{ "name": "cross-fetch", "version": "4.0.0", "main": "index.js" }',
  'node_modules/cross-fetch/index.js': "module.exports = () => { throw new Error('the installed one'); };",
};

export async function drive({ start, http }) {
  await start();
  return JSON.parse((await http('/')).text);
}

export const expected = {
  texts: ['hello', 'hello', 'hello', 'hello'], required: ['function', 'function'], same: [true, true], redirects: [true, false], inherits: true, fsevents: 'object',
};
