// What cannot work is said when the project is loaded, not when the first user comes.
export const rows = ['L10', 'L12'];
export const title = 'handlers that are no functions, exports that are no servers and a missing default export are reported when the project is loaded';

export default {
  onRequest: () => new Response('fine'),
};

const BROKEN = {
  'a handler': ['export default { onConnect: 5 };', /onConnect should be a function/],
  'a static handler': ['export default class { static onAlarm = "soon"; };', /onAlarm should be a function/],
  'a hook': ['export default { onBeforeConnect: {} };', /onBeforeConnect should be a function/],
  'a throw': ['throw new Error("not today"); export default {};', /not today/],
  'no default export': ['export const server = {};', /No matching export in "[^"]*server\.mjs" for import "default"/],
};

export async function drive(t) {
  const reported = [];
  for (const [what, [source, message]] of Object.entries(BROKEN)) {
    const from = t.log.length;
    t.edit('server.mjs', source);
    await t.logged(message, { from });
    reported.push(what);
  }
  t.edit('server.mjs', 'export default { onRequest: () => new Response("mended") };');
  await t.until(async () => (await t.http('/party/x').catch(() => ({}))).text === 'mended', { seconds: 15 });
  return reported;
}

export const seconds = 40;
export const expected = Object.keys(BROKEN);
export const workerd = { because: 'nothing watches the sources there' };
