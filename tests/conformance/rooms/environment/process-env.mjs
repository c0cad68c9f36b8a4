// Where Node's programs look for their secrets.
export const rows = ['E02'];
export const title = 'process.env has what .env and .env.local say; NODE_ENV is "development"';

const LATE = 'FROM_ENV';

export default class {
  onRequest() {
    return Response.json({
      env: process.env.FROM_ENV, local: process.env.FROM_LOCAL, both: process.env.BOTH, computed: process.env[LATE],
      missing: process.env.NOBODY_SETS_THIS ?? 'undefined', mode: process.env.NODE_ENV,
    });
  }
}
export const files = { '.env': 'FROM_ENV=1\nBOTH=of .env\n', '.env.local': 'FROM_LOCAL=2\nBOTH=of .env.local\n' };

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { env: '1', local: '2', both: 'of .env.local', computed: '1', missing: 'undefined', mode: 'development' };
export const workerd = { because: 'the test\'s server for workerd does not read .env' };
