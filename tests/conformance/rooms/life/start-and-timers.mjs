// The documentation promises that `onStart` comes first. PartyKit keeps that only for storage.
export const rows = ['L05'];
export const title = 'an onStart that awaits a timer holds concurrent requests back';

export default class {
  started = false;

  async onStart() {
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    this.started = true;
  }

  onRequest() {
    return Response.json(this.started);
  }
}

export async function drive({ http }) {
  const answers = await Promise.all([http('/party/x'), http('/party/x')]);
  return answers.map(({ text }) => text).sort();
}

export const expected = ['true', 'true'];
export const partykit = { because: 'the second request runs while onStart is not done', expected: ['false', 'true'] };
