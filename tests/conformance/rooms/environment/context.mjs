// What stands in the context without being configured.
export const rows = ['E07', 'E08'];
export const title = 'analytics takes data points and says once that they go nowhere here; ai is undefined unless configured';

export default class {
  constructor(room) {
    this.room = room;
  }

  onRequest() {
    const { analytics, ai } = this.room.context;
    const written = analytics.writeDataPoint({ blobs: ['a'], doubles: [1], indexes: ['x'] });
    return Response.json({ written: written ?? 'undefined', ai: ai ?? 'undefined' });
  }
}

export async function drive({ http, logged }) {
  const seen = JSON.parse((await http('/party/x')).text);
  await logged(/analytics/i);
  return seen;
}

export const expected = { written: 'undefined', ai: 'undefined' };
