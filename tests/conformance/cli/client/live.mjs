// Live reload: the page listens, and loads itself again when its code has been built anew.
export const rows = ['cli:D31'];
export const title = '--live adds a listener to the client bundle, and tells it what has changed';

export default {};
export const config = { serve: { path: 'public', build: 'client.js' } };
export const files = { 'client.js': "console.log('one');", 'public/index.html': '' };
export const flags = ['--live'];

export async function drive({ http, edit, origin }) {
  const { text } = await http('/dist/client.js');
  const [first] = text.split('\n');
  const [, source] = /new EventSource\(["'`]([^"'`]+)["'`]\)/.exec(first);
  const events = await fetch(new URL(source, origin), { headers: { accept: 'text/event-stream' } });
  const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
  let updated = [];
  let heard = '';
  // esbuild's first event may be its first build, with everything added: what is saved after that is an update.
  for (let saved = 0; updated.length === 0; ) {
    edit('client.js', `console.log(${(saved += 1)});`);
    while (!/event: change\ndata: .*\n/.test(heard)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the events ended after ${heard}`);
      heard += value;
    }
    ({ updated } = JSON.parse(/event: change\ndata: (.*)\n/.exec(heard)[1]));
    heard = '';
  }
  await reader.cancel();
  return { type: events.headers.get('content-type'), updated: updated.filter((name) => !name.endsWith('.map')) };
}

export const expected = { type: 'text/event-stream', updated: ['/dist/client.js'] };
