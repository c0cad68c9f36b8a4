// What a sleeping room keeps with a connection must be small.
export const rows = ['C18'];
export const title = 'the state of a hibernating connection may have 2048 bytes; one that is refused leaves the old one in place';

export default class {
  options = { hibernate: true };

  onMessage(message, connection) {
    const answers = [];
    for (const length of [1900, 2100]) {
      try {
        connection.setState('x'.repeat(length));
        answers.push(`${length} fit`);
      } catch (error) {
        answers.push(error.message.replace(/was \d+ bytes/, 'was N bytes'));
      }
    }
    connection.send(JSON.stringify([...answers, connection.deserializeAttachment().length]));
  }
}

export async function drive({ open }) {
  return JSON.parse(await (await open('/party/x')).ask('go'));
}

export const expected = ['1900 fit', "A WebSocket 'attachment' cannot be larger than 2048 bytes.'attachment' was N bytes.", 1900];
export const partykit = { because: 'until it sleeps it goes on with the state that it could not keep', expected: expected.with(2, 2100) };
