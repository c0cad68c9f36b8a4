// Packages import much that they never use in a room.
export const rows = ['J04'];
export const title = 'modules of Node that cannot work here can be imported, and say so when they are used';

export default class {
  async onRequest() {
    const { default: fs } = await import('node:fs');
    const { default: zlib } = await import('node:zlib');
    const { spawn } = await import('node:child_process');
    const { default: http } = await import('node:http');
    const { default: os } = await import('os');
    const { parse } = await import('node:querystring');
    const { setTimeout: wait } = await import('node:timers/promises');
    const attempt = (work) => {
      try {
        return work();
      } catch ({ message }) {
        return /not implemented/.test(message) ? 'not implemented' : message;
      }
    };
    return Response.json({
      exists: fs.existsSync('/etc/passwd'), read: attempt(() => fs.readFileSync('/etc/passwd', 'utf8')),
      zip: attempt(() => zlib.gzipSync('x')), spawn: attempt(() => spawn('ls')),
      serve: attempt(() => typeof http.createServer(() => {})), platform: os.platform(), query: parse('a=1').a, waited: await wait(1, 'waited'),
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  exists: false, read: 'not implemented', zip: 'not implemented', spawn: 'not implemented', serve: 'not implemented',
  platform: 'linux', query: '1', waited: 'waited',
};
export const workerd = { because: 'the bundle of the test\'s server for workerd has workerd\'s own modules only' };
