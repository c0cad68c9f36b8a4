// A room as a client.
export const rows = ['J19'];
export const title = 'new WebSocket connects outwards; a refusal is an error event that says why, then a close with 1006';

/** What happens until the answer, or the close. */
const events = (socket) => new Promise((resolve) => {
  const seen = [];
  socket.addEventListener('open', () => {
    seen.push('open');
    socket.send('hi');
  });
  socket.addEventListener('message', ({ data }) => resolve([...seen, data]));
  socket.addEventListener('error', ({ message }) => seen.push(message));
  socket.addEventListener('close', ({ code, reason }) => resolve([...seen, [code, reason]]));
});

export default class {
  onMessage(message, connection) {
    connection.send(`echo ${message}`);
  }

  async onRequest() {
    const refused = await events(new WebSocket(`ws://${PARTYKIT_HOST}/nothing`));
    const spoken = await events(new WebSocket(`ws://${PARTYKIT_HOST}/party/other`));
    let scheme;
    try {
      new WebSocket('ftp://example.com');
    } catch (error) {
      scheme = [error.name, error instanceof DOMException];
    }
    return Response.json({ refused, spoken, scheme });
  }
}

export async function drive({ http }) {
  const { refused: [message, ...rest], ...seen } = JSON.parse((await http('/party/x')).text);
  const why = 'expected server to reply with HTTP status code 101 (switching protocols), but received 404 instead';
  return { ...seen, refused: [message.includes(why), ...rest] };
}

export const expected = {
  refused: [true, [1006, 'Failed to establish websocket connection']],
  spoken: ['open', 'echo hi'],
  scheme: ['SyntaxError', true],
};
