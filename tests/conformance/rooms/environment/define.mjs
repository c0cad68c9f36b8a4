// Constants that the bundler puts into the code.
export const rows = ['E04'];
export const title = 'PARTYKIT_HOST is where this server listens; `define` and --define add constants';

export default class {
  onRequest() {
    return Response.json([PARTYKIT_HOST, FROM_CONFIG, typeof FROM_FLAG === 'undefined' ? 'undefined' : FROM_FLAG]);
  }
}
export const config = { define: { FROM_CONFIG: '"in the config"' } };
export const flags = ['--define', 'FROM_FLAG="of the flag"'];

export async function drive({ http, address }) {
  const [host, ...constants] = JSON.parse((await http('/party/x')).text);
  return { host: host === address, constants };
}

export const expected = { host: true, constants: ['in the config', 'of the flag'] };
export const workerd = { because: 'the test\'s server for workerd has no --define', expected: { host: true, constants: ['in the config', 'undefined'] } };
