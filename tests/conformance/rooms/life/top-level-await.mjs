// Modules may take their time.
export const rows = ['L13'];
export const title = 'top-level await works';

const greeting = await Promise.resolve('good morning');

export default class {
  onRequest() {
    return new Response(greeting);
  }
}

export async function drive({ http }) {
  return (await http('/party/x')).text;
}

export const expected = 'good morning';
