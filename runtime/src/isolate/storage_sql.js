// `storage.sql`: SQLite, as Cloudflare's Durable Objects have it. A query runs to its end when it is executed; its
// cursor holds the rows. What a query may do and the texts of its errors are the host's (`storage/sql.rs`).

import host from "partyrs:host";

export class SqlStorage {
  exec(query, ...bindings) {
    if (arguments.length === 0) {
      throw new TypeError("Failed to execute 'exec' on 'SqlStorage': parameter 1 is not of type 'String'.");
    }
    return new Cursor(host.sqlExec(String(query).toWellFormed(), bindings.map(sqlValue)));
  }

  get databaseSize() {
    return host.sqlDatabaseSize();
  }
}

class Cursor {
  #columns;
  #rows;
  #next = 0;
  #counts;

  constructor([columns, rows, rowsRead, rowsWritten]) {
    this.#columns = columns;
    this.#rows = rows;
    this.#counts = { rowsRead, rowsWritten };
  }

  get columnNames() {
    return [...this.#columns];
  }

  get rowsRead() {
    return this.#counts.rowsRead;
  }

  get rowsWritten() {
    return this.#counts.rowsWritten;
  }

  next() {
    const row = this.#take();
    return row === undefined ? { done: true, value: undefined } : { done: false, value: this.#object(row) };
  }

  toArray() {
    const objects = [];
    for (let row = this.#take(); row !== undefined; row = this.#take()) objects.push(this.#object(row));
    return objects;
  }

  one() {
    const row = this.#take();
    if (row === undefined) throw new Error("Expected exactly one result from SQL query, but got no results.");
    if (this.#take() !== undefined) {
      throw new Error("Expected exactly one result from SQL query, but got multiple results.");
    }
    return this.#object(row);
  }

  raw() {
    return new RawIterator(() => this.#take());
  }

  [Symbol.iterator]() {
    return this;
  }

  get [Symbol.toStringTag]() {
    return "Cursor";
  }

  #take() {
    const row = this.#rows[this.#next];
    if (row === undefined) return undefined;
    // The cursor may be kept for long; the rows it has given away need not be.
    this.#rows[this.#next++] = null;
    return row;
  }

  #object(row) {
    const object = {};
    for (let i = 0; i < row.length; i++) object[this.#columns[i]] = row[i];
    return object;
  }
}

class RawIterator extends Iterator {
  #take;
  constructor(take) {
    super();
    this.#take = take;
  }

  next() {
    const row = this.#take();
    return row === undefined ? { done: true, value: undefined } : { done: false, value: row };
  }

  get [Symbol.toStringTag]() {
    return "RawIterator";
  }
}

SqlStorage.prototype.Cursor = Cursor;

/** A binding as SQLite knows it: null, a number, text or bytes. */
function sqlValue(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (typeof value === "number") return value;
  if (typeof value === "bigint") throw new TypeError("Cannot convert a BigInt value to a number");
  if (typeof value === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return String(value).toWellFormed();
}
