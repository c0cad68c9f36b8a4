// As editors on Windows save it.
export const rows = ['cli:G13'];
export const title = 'an .env file may begin with a byte order mark, have Windows line endings, and a value in quotes on the next line';

export default {
  onFetch(request, lobby) {
    return Response.json(lobby.env);
  },
};
export const files = { '.env': '\ufeffFIRST=one\r\nexport=two\r\nNEXT=\r\n"three"\r\nFOLDER="C:\\temp\\"\r\n' };

export async function drive({ http }) {
  return JSON.parse((await http('/')).text);
}

export const expected = { FIRST: 'one', export: 'two', NEXT: 'three', FOLDER: 'C:\\temp\\' };
