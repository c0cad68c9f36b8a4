// `state.storage`: the Durable Object storage API over the host's synchronous operations. Checks arguments as
// workerd does and words its errors. Operations take effect when they are called; the host makes them durable
// before anything leaves the room. Values are cloned in and out by the host.

import host from "partyrs:host";

const KEY_BYTES_MAX = 2048;
const BATCH_MAX = 128;

class Operations {
  async get(key, options) {
    check(this, "get", options);
    if (Array.isArray(key)) return getMany(key.map(String));
    return host.storageGet(checkedKey(key));
  }

  async put(key, value, options) {
    if (arguments.length === 0) {
      throw new TypeError("Failed to execute 'put' on 'DurableObjectStorage': parameter 1 is not of type 'string or object'.");
    }
    if (typeof key === "object" && key !== null) {
      check(this, "put", value);
      return putMany(key);
    }
    check(this, "put", options);
    if (value === undefined) throw new TypeError("put() called with undefined value.");
    host.storagePut(checkedKey(key), value);
  }

  delete(key, options) {
    check(this, "delete", options);
    // A key that is too long throws at once; every other failure rejects.
    const keys = (Array.isArray(key) ? key : [key]).map(checkedKey);
    return settle(() => {
      const removed = keys.filter((one) => host.storageDelete(one)).length;
      return Array.isArray(key) ? removed : removed === 1;
    });
  }

  async list(options) {
    check(this, "list", options);
    return new Map(host.storageList(listOptions(options ?? {})));
  }

  async getAlarm(options) {
    check(this, "getAlarm", options);
    return host.alarmGet() ?? null;
  }

  async setAlarm(time, options) {
    check(this, "setAlarm", options);
    host.alarmSet(alarmTime(time));
  }

  async deleteAlarm(options) {
    check(this, "deleteAlarm", options);
    host.alarmSet(null);
  }
}

export class Storage extends Operations {
  async deleteAll(options) {
    check(this, "deleteAll", options);
    host.storageDeleteAll();
  }

  async sync() {
    host.storageCommit();
  }

  async transaction(callback) {
    host.storageSavepoint();
    const transaction = new Transaction();
    try {
      const result = await callback(transaction);
      if (transaction.state === "open") host.storageRelease();
      return result;
    } catch (error) {
      if (transaction.state === "open") host.storageRollBack();
      throw error;
    } finally {
      if (transaction.state === "open") transaction.state = "committed";
    }
  }
}

class Transaction extends Operations {
  state = "open";

  rollback() {
    check(this, "rollback");
    host.storageRollBack();
    this.state = "rolled back";
  }

  async deleteAll() {
    throw new Error("Cannot call deleteAll() within a transaction");
  }
}

function check(target, method, options) {
  if (target.state === "rolled back") throw new Error(`Cannot ${method}() on rolled back transaction`);
  if (target.state === "committed") {
    throw new Error(`Cannot call ${method}() on transaction that has already committed: did you move \`txn\` outside of the closure?`);
  }
  if (options !== undefined && options !== null && typeof options !== "object") {
    throw new TypeError(`Incorrect type for the 'options' field on '${method}': the provided value is not of type 'object'.`);
  }
}

function settle(run) {
  try {
    return Promise.resolve(run());
  } catch (error) {
    return Promise.reject(error);
  }
}

function checkedKey(value) {
  const key = String(value);
  // A UTF-16 unit is at most three bytes: short keys need no count.
  if (key.length * 3 > KEY_BYTES_MAX) {
    const size = new TextEncoder().encode(key).length;
    if (size > KEY_BYTES_MAX) {
      throw new RangeError(`Keys cannot be larger than ${KEY_BYTES_MAX} bytes. A key of size ${size} was provided.`);
    }
  }
  return key;
}

function getMany(keys) {
  if (keys.length > BATCH_MAX) {
    throw new RangeError(`Maximum number of key value pairs is ${BATCH_MAX}. ${keys.length} pairs were provided.`);
  }
  return new Map(host.storageGetMany(keys.map(checkedKey)));
}

function putMany(entries) {
  const pairs = Object.entries(entries).filter(([, value]) => value !== undefined);
  host.storageSavepoint();
  try {
    for (const [key, value] of pairs) host.storagePut(checkedKey(key), value);
    host.storageRelease();
  } catch (error) {
    host.storageRollBack();
    throw error;
  }
}

function listOptions({ start, startAfter, end, prefix, reverse, limit }) {
  if (start !== undefined && startAfter !== undefined) {
    throw new TypeError("list() cannot be called with both start and startAfter values.");
  }
  if (limit !== undefined) {
    limit = Number.isFinite(Number(limit)) ? Math.trunc(Number(limit)) : 0;
    if (limit <= 0) throw new TypeError("List limit must be positive.");
  }
  const text = (value) => (value === undefined ? null : String(value));
  return [text(start), text(startAfter), text(end), text(prefix), Boolean(reverse), limit ?? 0];
}

function alarmTime(time) {
  const isDate = time instanceof Date;
  if (!isDate && typeof time !== "number") {
    throw new TypeError("Failed to execute 'setAlarm' on 'DurableObjectStorage': parameter 1 is not of type 'date'.");
  }
  const milliseconds = Math.floor(Number(time));
  if (Number.isNaN(milliseconds)) {
    throw new TypeError("The value cannot be converted because it is not a valid Date.");
  }
  if (milliseconds <= 0) throw new TypeError("setAlarm() cannot be called with an alarm time <= 0");
  return milliseconds;
}
