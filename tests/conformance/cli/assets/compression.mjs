// Text travels compressed to those who can read it.
export const rows = ['cli:A25'];
export const title = 'text is sent as gzip or br, whichever the client weighs more; images are sent as they are';

export default {};
export const config = { serve: 'public' };
export const files = { 'public/a.html': 'a'.repeat(10_000), 'public/a.png': 'a'.repeat(10_000) };

const WISHES = ['', 'gzip', 'br', 'gzip, br', 'br, gzip', 'gzip;q=0.5, br;q=0.8', 'deflate', 'identity', 'gzip;q=0'];

export async function drive({ http }) {
  const sent = {};
  for (const wish of WISHES) {
    const headers = wish ? { 'accept-encoding': wish } : {};
    sent[wish] = (await http('/a.html', { headers })).headers['content-encoding'] ?? null;
  }
  const image = await http('/a.png', { headers: { 'accept-encoding': 'gzip, br' } });
  return { sent, image: image.headers['content-encoding'] ?? null };
}

export const expected = {
  sent: {
    '': null,
    gzip: 'gzip',
    br: 'br',
    'gzip, br': 'gzip',
    'br, gzip': 'br',
    'gzip;q=0.5, br;q=0.8': 'br',
    deflate: null,
    identity: null,
    'gzip;q=0': null,
  },
  image: null,
};
