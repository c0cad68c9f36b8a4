// The path that runs crons as the schedule does.
export const rows = ['D27'];
export const title = '/cdn-cgi/mf/scheduled?cron= runs onCron once for each name of the expression';

const ran = [];
export default {
  onCron(cron) {
    ran.push([cron.name, cron.cron, cron.scheduledTime === 5 ? 5 : typeof cron.scheduledTime]);
  },
  onFetch() {
    return Response.json(ran);
  },
};
export const config = { crons: { nightly: '0 3 * * *', other: '0 4 * * *' } };

export async function drive({ http }) {
  const answers = [];
  for (const query of ['?cron=0+3+*+*+*', '?cron=1+*+*+*+*&time=5']) {
    const { status, text } = await http(`/cdn-cgi/mf/scheduled${query}`);
    answers.push([status, text]);
  }
  return { answers, ran: JSON.parse((await http('/ran')).text) };
}

export const expected = {
  answers: [[200, 'ok'], [200, 'ok']],
  ran: [['nightly', '0 3 * * *', 'number'], ['unknown', '1 * * * *', 5]],
};
export const workerd = { because: 'the path is that of the dev server around workerd' };
