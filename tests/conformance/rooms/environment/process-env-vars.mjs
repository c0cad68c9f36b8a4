// One place for everything that is configured.
export const rows = ['E03'];
export const title = 'process.env has the config\'s vars too, as texts, and can be listed';

export default class {
  onRequest() {
    const listed = Object.keys(process.env);
    return Response.json({
      text: process.env.A_TEXT ?? 'undefined', number: process.env.A_NUMBER ?? 'undefined',
      listed: ['A_TEXT', 'FROM_ENV'].filter((name) => listed.includes(name)),
    });
  }
}
export const config = { vars: { A_TEXT: 'a', A_NUMBER: 5 } };
export const files = { '.env': 'FROM_ENV=1\n' };

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = { text: 'a', number: '5', listed: ['A_TEXT', 'FROM_ENV'] };
export const partykit = {
  because: 'vars are in room.env only, and the names of process.env cannot be listed',
  expected: { text: 'undefined', number: 'undefined', listed: [] },
};
export const workerd = { because: 'the test\'s server for workerd does not read .env' };
