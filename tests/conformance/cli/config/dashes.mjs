export const rows = ['cli:G10'];
export const title = 'a party may have a name that is no identifier';

export default {};
export const parties = {
  'foo-bar': class {
    onRequest() {
      return new Response('dashes');
    }
  },
  class: class {
    onRequest() {
      return new Response('a word of the language');
    }
  },
};

export async function drive({ http }) {
  return [(await http('/parties/foo-bar/room')).text, (await http('/parties/class/room')).text];
}

export const expected = ['dashes', 'a word of the language'];
export const partykit = { because: 'the build fails' };
