// People compare `connection.readyState` with the constants of the standard.
export const rows = ['C54'];
export const title = 'the constants of readyState are on the class, its prototype and every connection';

const NAMES = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'];

class States {
  onMessage(message, connection) {
    const constants = [WebSocket, WebSocket.prototype, connection].map((owner) => NAMES.map((name) => owner[name]));
    connection.send(JSON.stringify([...constants, connection.readyState, connection.readyState === connection.OPEN]));
  }
}

export default class extends States {}
export const parties = {
  hibernating: class extends States {
    options = { hibernate: true };
  },
};

export async function drive({ open }) {
  const seen = [];
  for (const path of ['/party/x', '/parties/hibernating/x']) seen.push(JSON.parse(await (await open(path)).ask('go')));
  return seen;
}

const each = [[0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3], 1, true];
export const expected = [each, each];
