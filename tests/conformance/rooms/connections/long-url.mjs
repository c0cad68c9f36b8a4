// Tokens in a URL are long. What the platform itself keeps of a connection is not the user's affair.
export const rows = ['C18'];
export const title = 'a long URL does not count against the state of a hibernating connection';

export default class {
  options = { hibernate: true };

  onConnect(connection) {
    connection.setState('x'.repeat(1900));
    connection.send(`${connection.state.length} fit`);
  }
}

export async function drive({ open }) {
  const socket = await open(`/party/x?token=${'t'.repeat(2100)}`);
  const answer = await socket.next();
  return answer.close ? [answer.close, answer.reason.replace(/was \d+ bytes/, 'was N bytes')] : answer;
}

export const expected = '1900 fit';
export const partykit = {
  because: 'the URL is a part of the 2048 bytes',
  expected: [1011, "A WebSocket 'attachment' cannot be larger than 2048 bytes.'attachment' was N bytes."],
};
