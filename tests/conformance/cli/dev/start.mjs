export const rows = ['cli:C06', 'cli:D01', 'cli:D04'];
export const title = 'dev says its name, that it built, where it listens, and a line for each request';

export default {
  onFetch: () => new Response('hi'),
  onSocket: () => {},
};

export async function drive({ http, open, logged, address }) {
  const port = address.split(':')[1];
  await http('/some/path?query=1');
  await http('/party/', { method: 'POST' });
  await logged(/\[pk:inf\] GET \/some\/path 200 OK \(\d+ms\)/);
  await logged(/\[pk:inf\] POST \/party\/ 200 OK \(\d+ms\)/);
  await open('/socket');
  await logged(/\[pk:inf\] GET \/socket 101 Switching Protocols \(\d+ms\)/);
  const banner = await logged(/^🎈 (\w+) v[\d.]+.*\n(-+)\n/);
  await logged(/Build succeeded, starting server\.\.\./);
  const [ready] = await logged(/\[pk:inf\] Ready on http:\/\/0\.0\.0\.0:\d+/);
  await logged(/\[pk:inf\] - http:\/\/127\.0\.0\.1:\d+/);
  return { banner: banner[2].length > 10, ready: ready.replace(port, 'PORT') };
}

export const expected = { banner: true, ready: '[pk:inf] Ready on http://0.0.0.0:PORT' };
