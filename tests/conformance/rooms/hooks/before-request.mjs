// `onBeforeRequest` stands before every HTTP request of a room: it answers, changes the request, or refuses.
export const rows = ['B01', 'B02', 'B03', 'B04', 'B05'];
export const title = 'onBeforeRequest answers itself, hands on what it changed, or refuses with 401; it must return something';

export default class {
  static onBeforeRequest(request) {
    switch (new URL(request.url).searchParams.get('do')) {
      case 'answer':
        return new Response('not today', { status: 403, headers: { 'x-from': 'hook' } });
      case 'add':
        request.headers.set('x-added', 'by the hook');
        return request;
      case 'replace':
        return new Request(request, { headers: { 'x-new': 'only this' } });
      case 'throw':
        throw new Error('who are you?');
      case 'throw-empty-error':
        throw new Error('');
      case 'throw-empty-text':
        throw '';
      case 'throw-value':
        throw 42;
      case 'nothing':
        return undefined;
      case 'object':
        return {};
      case 'text':
        return 'hi';
      case 'elsewhere':
        return new Request('http://127.0.0.1/nowhere', request);
      default:
        return request;
    }
  }

  onRequest(request) {
    const { 'x-added': added, 'x-new': replaced, 'x-sent': sent } = Object.fromEntries(request.headers);
    return Response.json({ added, replaced, sent });
  }
}

export async function drive({ http }) {
  const answers = {};
  for (const what of [
    'pass', 'answer', 'add', 'replace', 'throw', 'throw-empty-error', 'throw-empty-text', 'throw-value', 'nothing', 'object', 'text', 'elsewhere',
  ]) {
    const { status, text, headers } = await http(`/party/${what}?do=${what}`, { headers: { 'x-sent': 'yes' } });
    answers[what] = [status, text, headers['x-from']].filter((part) => part !== undefined);
  }
  return answers;
}

export const expected = {
  pass: [200, '{"sent":"yes"}'],
  answer: [403, 'not today', 'hook'],
  add: [200, '{"added":"by the hook","sent":"yes"}'],
  replace: [200, '{"replaced":"only this"}'],
  throw: [401, 'who are you?'],
  'throw-empty-error': [401, ''],
  'throw-empty-text': [401, 'Unauthorised'],
  'throw-value': [401, '42'],
  nothing: [500, 'Invalid URL: undefined'],
  object: [500, 'Invalid URL: [object Object]'],
  text: [500, 'Invalid URL: hi'],
  elsewhere: [500, 'No room id found in request url'],
};
