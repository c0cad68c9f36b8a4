// An error of `onRequest` becomes the answer. Its `code`, if it has one, is the status.
export const rows = ['R02', 'R03', 'R04'];
export const title = "errors of onRequest are answered with their message, and with their `code` as the status";

const FAILURES = {
  message: () => { throw new Error('it broke'); },
  empty: () => { throw new Error(''); },
  teapot: () => { throw Object.assign(new Error('short and stout'), { code: 418 }); },
  object: () => { throw { code: 409 }; },
  'text-code': () => { throw Object.assign(new Error('no such file'), { code: 'ENOENT' }); },
  'big-code': () => { throw Object.assign(new Error('too much'), { code: 1000 }); },
  text: () => { throw 'just a text'; },
  nothing: () => undefined,
  value: () => 'not a response',
};

export default class {
  async onRequest(request) {
    return FAILURES[new URL(request.url).pathname.split('/').at(-1)]();
  }
}

export async function drive({ http }) {
  const answers = {};
  for (const name of Object.keys(FAILURES)) {
    const { status, text } = await http(`/party/x/${name}`);
    answers[name] = [status, text];
  }
  return answers;
}

const range = [500, 'Responses may only be constructed with status codes in the range 200 to 599, inclusive.'];
const noResponse = [500, "Incorrect type for Promise: the Promise did not resolve to 'Response'."];
export const expected = {
  message: [500, 'it broke'],
  empty: [500, 'Uncaught exception when making a request'],
  teapot: [418, 'short and stout'],
  object: [409, '[object Object]'],
  'text-code': range,
  'big-code': range,
  text: [500, "Cannot use 'in' operator to search for 'code' in just a text"],
  nothing: noResponse,
  value: noResponse,
};
