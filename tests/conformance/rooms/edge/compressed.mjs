// Answers of rooms and of the edge for clients that can decode.
export const rows = ['R10'];
export const title = 'what a client asks for first, gzip or br, its answer is encoded in, if the type is worth it';

const answer = (request) => {
  const type = new URL(request.url).searchParams.get('type');
  return new Response('words '.repeat(1000), { headers: { 'content-type': type } });
};
export default class Main {
  onRequest(request) {
    return answer(request);
  }
  static onFetch(request) {
    return answer(request);
  }
}

export async function drive({ http }) {
  const transcript = [];
  for (const path of ['/party/r', '/page']) {
    for (const [type, accept] of [
      ['text/plain', 'gzip, br'], ['text/plain', 'br, gzip'], ['application/json', 'gzip;q=0.5, br'], ['text/plain', 'deflate'],
      ['text/plain', undefined], ['image/png', 'gzip'], ['text/event-stream', 'gzip'],
    ]) {
      const { headers } = await http(`${path}?type=${type}`, { headers: accept === undefined ? {} : { 'accept-encoding': accept } });
      transcript.push(headers['content-encoding'] ?? null);
    }
  }
  return transcript;
}

const each = ['gzip', 'br', 'br', null, null, null, null];
export const expected = [...each, ...each];
export const workerd = { because: 'plain workerd leaves that to what stands before it' };
