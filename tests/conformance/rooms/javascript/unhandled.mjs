// Errors that belong to no event.
export const rows = ['J20'];
export const title = 'rejections that nobody handles and errors of timers are logged; the room goes on';

export default class {
  constructor() {
    this.counted = 0;
  }

  onRequest(request) {
    this.counted += 1;
    if (request.method === 'POST') {
      Promise.reject(new Error('a lost rejection'));
      setTimeout(() => { throw new Error('a lost timer'); }, 1);
      queueMicrotask(() => { throw new Error('a lost microtask'); });
    }
    return new Response(String(this.counted));
  }
}

export async function drive({ http, logged }) {
  const first = await http('/party/x', { method: 'POST' });
  for (const lost of [/a lost rejection/, /a lost timer/, /a lost microtask/]) await logged(lost);
  const second = await http('/party/x');
  return [first.status, first.text, second.text];
}

export const expected = [200, '1', '2'];
