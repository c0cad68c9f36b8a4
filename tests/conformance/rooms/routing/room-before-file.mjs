// A room's path never reaches the files.
export const rows = ['U10'];
export const title = 'a room answers, even where a file has its path';

export default class {
  onRequest() {
    return new Response('the room');
  }
}

export const config = { serve: 'public' };
export const files = { 'public/party/x.txt': 'the file', 'public/other.txt': 'a file' };

export async function drive({ http }) {
  return [(await http('/party/x.txt')).text, (await http('/other.txt')).text];
}

export const expected = ['the room', 'a file'];
