// Ids are looked up among the tags, and another connection may carry the same word as its tag.
export const rows = ['C14'];
export const title = 'getConnection finds a connection by its id alone, never by a tag';

class Tagged {
  constructor(room) {
    this.room = room;
  }

  getConnectionTags(connection) {
    return connection.id === 'ann' ? ['red', 'bob'] : [];
  }

  onMessage(message, connection) {
    connection.send(this.found(message));
  }

  found(id) {
    try {
      return this.room.getConnection(id)?.id ?? 'nobody';
    } catch (error) {
      return error.message;
    }
  }
}

export default class extends Tagged {}
export const parties = {
  hibernating: class extends Tagged {
    options = { hibernate: true };
  },
};

export async function drive({ open }) {
  const seen = [];
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    await open(`${path}?_pk=ann`);
    const bob = await open(`${path}?_pk=bob`);
    seen.push([await bob.ask('red'), await bob.ask('bob')]);
  }
  return seen;
}

export const expected = [['nobody', 'bob'], ['nobody', 'bob']];
const several = 'More than one connection found for id bob. Did you mean to use getConnections(tag) instead?';
export const partykit = { because: 'a hibernating room finds by tag', expected: [['nobody', 'bob'], ['ann', several]] };
