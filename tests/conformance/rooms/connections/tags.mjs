// Tags are an index of the platform, which is why only hibernating rooms check them.
export const rows = ['C21', 'C22'];
export const title = 'a hibernating room refuses more than 10 tags, too long, empty or other ones with 1011 and the reason; a room in memory takes all';

const nine = Array.from({ length: 9 }, (_, at) => String(at).repeat(256));
const TAGS = {
  nine: () => nine,
  'nine and the id': (id) => [...nine, id],
  ten: () => [...nine, 'the tenth'],
  long: () => ['x'.repeat(257)],
  empty: () => [''],
  number: () => [5],
  async: async () => ['later'],
  throws: () => { throw new Error('no tags today'); },
};

class Tagged {
  getConnectionTags(connection) {
    return TAGS[connection.id](connection.id);
  }

  onConnect(connection) {
    connection.send('welcome');
  }
}

export default class extends Tagged {}
export const parties = {
  hibernating: class extends Tagged {
    options = { hibernate: true };
  },
};

export async function drive({ open }) {
  const seen = {};
  for (const path of ['/party/x', '/parties/hibernating/x']) {
    seen[path] = {};
    for (const name of Object.keys(TAGS)) {
      const answer = await (await open(`${path}?_pk=${encodeURIComponent(name)}`)).next();
      seen[path][name] = answer.close ? `${answer.close} ${answer.reason}` : answer;
    }
  }
  return seen;
}

const throws = '1011 no tags today';
const fine = 'welcome';
export const expected = {
  '/party/x': { nine: fine, 'nine and the id': fine, ten: fine, long: fine, empty: fine, number: fine, async: fine, throws },
  '/parties/hibernating/x': {
    nine: fine,
    'nine and the id': fine,
    ten: '1011 A connection can only have 10 tags, including the default id tag.',
    long: '1011 A connection tag must not exceed 256 characters',
    empty: '1011 A connection tag must not be an empty string.',
    number: '1011 A connection tag must be a string. Received: 5',
    async: fine,
    throws,
  },
};
