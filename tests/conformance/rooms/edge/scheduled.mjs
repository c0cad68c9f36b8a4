// The path that runs a cron by hand.
export const rows = ['U33', 'U34'];
export const title = '/__scheduled__?cron= runs onCron of main, and says which cron that was';

const ran = [];
export default {
  onCron(cron, lobby, context) {
    if (cron.name === 'broken') throw new Error('no luck');
    ran.push([cron.name, cron.cron, typeof cron.scheduledTime, typeof lobby.parties, typeof context.waitUntil]);
  },
  onFetch() {
    return Response.json(ran);
  },
};
export const config = { crons: { hourly: '0 * * * *', broken: '1 * * * *' } };

export async function drive({ http }) {
  const answers = [];
  for (const query of ['?cron=hourly', '?cron=nobody', '', '?cron=broken']) {
    const { status, text } = await http(`/__scheduled__${query}`);
    answers.push([status, text]);
  }
  return { answers, ran: JSON.parse((await http('/ran')).text) };
}

export const expected = {
  answers: [
    [200, 'ran cron hourly: 0 * * * *'],
    [200, 'ran cron nobody: * * * * *'],
    [200, 'ran cron unknown: * * * * *'],
    [500, 'no luck'],
  ],
  ran: [
    ['hourly', '0 * * * *', 'number', 'object', 'function'],
    ['nobody', '* * * * *', 'number', 'object', 'function'],
    ['unknown', '* * * * *', 'number', 'object', 'function'],
  ],
};
