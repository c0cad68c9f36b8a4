// What a room has without being configured.
export const rows = ['E07', 'E08'];
export const title = 'analytics takes data points and says once that they go nowhere here; ai is undefined unless configured';

export default class {
  constructor(room) {
    this.room = room;
  }

  onRequest() {
    const { analytics, context } = this.room;
    const written = analytics.writeDataPoint({ blobs: ['a'], doubles: [1], indexes: ['x'] });
    return Response.json({ written: written ?? 'undefined', ai: context.ai ?? 'undefined' });
  }
}

export async function drive({ http, logged }) {
  const seen = JSON.parse((await http('/party/x')).text);
  await logged(/analytics/i);
  return seen;
}

export const expected = { written: 'undefined', ai: 'undefined' };
