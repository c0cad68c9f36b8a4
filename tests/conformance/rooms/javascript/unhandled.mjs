// Errors that belong to no event.
export const rows = ['J20'];
export const title = 'a rejection that nobody handles, and errors of timers and microtasks, are logged and hurt nobody';

const LOSE = {
  rejection: () => { Promise.reject(new Error('a lost rejection')); },
  timer: () => { setTimeout(() => { throw new Error('a lost timer'); }, 1); },
  microtask: () => { queueMicrotask(() => { throw new Error('a lost microtask'); }); },
};

export default class {
  counted = 0;

  onMessage(message, connection) {
    LOSE[message]();
    connection.send(`${message} is lost`);
  }

  onRequest() {
    this.counted += 1;
    return new Response(String(this.counted));
  }
}

export const seconds = 40;

export async function drive({ open, http, logged }) {
  const first = (await http('/party/x')).text;
  const client = await open('/party/x');
  const lost = {};
  for (const what of Object.keys(LOSE)) {
    const answer = await client.ask(what);
    lost[what] = [answer, await logged(new RegExp(`a lost ${what}`), { seconds: 5 }).then(() => 'logged', () => 'not logged')];
  }
  return { first, lost, second: (await http('/party/x')).text, still: await client.ask('timer') };
}

const seen = (rejection, timer, microtask) => ({
  first: '1',
  lost: { rejection: ['rejection is lost', rejection], timer: ['timer is lost', timer], microtask: ['microtask is lost', microtask] },
  second: '2',
  still: 'timer is lost',
});
export const expected = seen('logged', 'logged', 'logged');
export const partykit = { because: 'only the errors of timers are logged', expected: seen('not logged', 'logged', 'not logged') };
export const workerd = { because: 'nothing is logged there', expected: seen('not logged', 'not logged', 'not logged') };
