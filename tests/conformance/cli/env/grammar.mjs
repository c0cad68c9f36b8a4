export const rows = ['cli:G13'];
export const title = '.env files have quotes, export, colons, comments, several lines and escapes, and put nothing in place of $NAMES';

const LINES = String.raw`
# a comment
PLAIN=one
export EXPORTED=two
COLON: three
SINGLE='with "double" # inside \n'
DOUBLE="line\nbreak"
BACKTICK=${'`'}it's "both"${'`'}
MANY="first
second"
INLINE=value # said about it
HASH=a#b
EMPTY=
SPACES=   around   
DOLLAR=$PLAIN/x
EQUALS=a=b
`;

export default {
  onFetch(request, lobby) {
    return Response.json(lobby.env);
  },
};
export const files = { '.env': LINES };

export async function drive({ http }) {
  const env = JSON.parse((await http('/')).text);
  return Object.fromEntries(Object.keys(expected).map((name) => [name, env[name] ?? null]));
}

export const expected = {
  PLAIN: 'one',
  EXPORTED: 'two',
  COLON: 'three',
  SINGLE: 'with "double" # inside \\n',
  DOUBLE: 'line\nbreak',
  BACKTICK: 'it\'s "both"',
  MANY: 'first\nsecond',
  INLINE: 'value',
  HASH: 'a',
  EMPTY: '',
  SPACES: 'around',
  DOLLAR: '$PLAIN/x',
  EQUALS: 'a=b',
};
