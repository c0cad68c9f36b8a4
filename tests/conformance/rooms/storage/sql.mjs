// The rooms of today's Durable Objects have SQLite, and so do ours.
export const rows = ['S20'];
export const title = 'storage.sql runs SQL in a database of the room\'s own';

export default class {
  constructor(room) {
    this.room = room;
  }

  onRequest() {
    const { sql } = this.room.storage;
    if (sql === undefined) return Response.json('undefined');
    sql.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)');
    sql.exec('INSERT INTO notes (text) VALUES (?), (?)', 'one', 'two');
    return Response.json(sql.exec('SELECT id, text FROM notes ORDER BY id DESC').toArray());
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = [{ id: 2, text: 'two' }, { id: 1, text: 'one' }];
export const partykit = { because: 'its rooms have no SQL: `storage.sql` is undefined', expected: 'undefined' };
