export const rows = ['cli:D28', 'cli:D29'];
export const title = 'console.log of the server is shown as Node shows it, and what a timer throws is shown too';

const shown = () => console.log('at the top', { a: { b: { c: { d: 1 } } } }, new Map([['k', [1, 2]]]));

export default {
  onRequest() {
    shown();
    console.error('an error of mine');
    console.warn('a warning of mine');
    setTimeout(() => {
      throw new Error('from a timer');
    }, 1);
    return new Response('ok');
  },
};

export async function drive({ http, logged }) {
  await http('/party/room');
  const [top] = await logged(/at the top .*/);
  await logged(/an error of mine/);
  await logged(/a warning of mine/);
  await logged(/from a timer/);
  return top.trim();
}

export const expected = "at the top { a: { b: { c: [Object] } } } Map(1) { 'k' => [ 1, 2 ] }";
