import https from 'node:https';
import { once } from 'node:events';

export const rows = ['cli:D25'];
export const title = '--https serves TLS on the same port, with a certificate of its own';

export const files = {
  'partykit.json': JSON.stringify({ name: 'tls', main: 'server.js', compatibilityDate: '2024-07-18' }),
  'server.js': "export default { onFetch: (request) => new Response(new URL(request.url).protocol) };",
};
export const flags = ['--https'];

export async function drive(stage) {
  await stage.start();
  const [response] = await once(https.get(`https://${stage.address}/`, { rejectUnauthorized: false, agent: false }), 'response');
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return { text, ready: /ready on https:\/\//i.test(stage.log) };
}

export const expected = { text: 'https:', ready: true };
