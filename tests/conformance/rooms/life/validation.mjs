// What cannot work is said when the project is loaded, not when the first user comes.
export const rows = ['L10', 'L12'];
export const title = 'handlers that are no functions, exports that are no servers and a missing default export are reported when the project is loaded';

const BROKEN = {
  handler: ['export default { onConnect: 5 };', /onConnect should be a function/],
  static: ['export default class { static onAlarm = "soon"; };', /onAlarm should be a function/],
  hook: ['export default { onBeforeConnect: {} };', /onBeforeConnect should be a function/],
  number: ['export default 5;', /Uncaught TypeError/],
  missing: ['export const server = {};', /No matching export in "[^"]*server\.mjs" for import "default"/],
};
// PartyKit does not recover from all of these, so each has a project.
export const files = Object.fromEntries(Object.keys(BROKEN).flatMap((name) => [
  [`${name}/server.mjs`, 'export default {};'],
  [`${name}/partykit.json`, JSON.stringify({ name, main: 'server.mjs', compatibilityDate: '2024-07-18' })],
]));

export async function drive({ serve, edit }) {
  const reported = [];
  for (const [name, [source, message]] of Object.entries(BROKEN)) {
    const served = await serve(name);
    const from = served.log.length;
    edit(`${name}/server.mjs`, source);
    await served.logged(message, 10_000, from);
    reported.push(name);
  }
  return reported;
}

export const seconds = 90;
export const expected = Object.keys(BROKEN);
export const workerd = { because: 'nothing watches the sources there' };
