// A room that waits for others must be able to give up.
export const rows = ['J15'];
export const title = 'AbortSignal ends a fetch: TimeoutError after a time, AbortError or the given reason by hand';

export default class {
  async onRequest(request) {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/never')) return new Promise((resolve) => { setTimeout(() => resolve(new Response('late')), 5000); });
    const never = `${url.origin}/party/slow/never`;
    const attempt = (signal) => fetch(never, { signal }).then(() => 'answered', (error) => [error.name ?? String(error), error instanceof DOMException]);
    const byHand = (reason) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 50);
      return controller.signal;
    };
    const any = AbortSignal.any([byHand(new Error('one of them')), new AbortController().signal]);
    const signal = byHand();
    const heard = new Promise((resolve) => { signal.addEventListener('abort', ({ type }) => resolve([type, signal.aborted, signal.reason.name])); });
    return Response.json({
      timeout: await attempt(AbortSignal.timeout(100)), abort: await attempt(byHand()), before: await attempt(AbortSignal.abort()),
      reason: await attempt(byHand(new RangeError('mine'))), any: await attempt(any), heard: await heard,
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  timeout: ['TimeoutError', true],
  abort: ['AbortError', true],
  before: ['AbortError', true],
  reason: ['RangeError', false],
  any: ['Error', false],
  heard: ['abort', true, 'AbortError'],
};
