// A room that cannot be constructed is not there; the next event tries again.
export const rows = ['L07'];
export const title = 'a constructor that throws makes every event a 500, until it succeeds';

const tries = {};

export default class {
  constructor({ id }) {
    tries[id] = (tries[id] ?? 0) + 1;
    if (tries[id] < 3) throw new Error(`construction ${tries[id]} failed`);
    this.id = id;
  }

  onRequest() {
    return new Response(`construction ${tries[this.id]} it is`);
  }
}

export async function drive({ http, refused }) {
  const seen = [];
  for (const ask of [http, refused, http, http]) {
    const { status, text } = await ask('/party/a');
    seen.push([status, text]);
  }
  return seen;
}

export const expected = [
  [500, 'construction 1 failed'],
  [500, 'construction 2 failed'],
  [200, 'construction 3 it is'],
  [200, 'construction 3 it is'],
];
