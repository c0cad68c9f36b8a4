// `state.storage`: the Durable Object storage API over the host's synchronous operations. Checks arguments as
// workerd does and words its errors. Operations take effect when they are called; the host makes them durable
// before anything leaves the room. Values are cloned in and out by the host.

import host from "partyrs:host";
import { alone, TooLong } from "partyrs:critical_section";
import { checkedKey, listOptions, text } from "partyrs:storage_arguments";

const BATCH_MAX = 128;

/** workerd counts nanoseconds in 64 bits. */
const ALARM_MS_MAX = 2 ** 63 / 1e6;

class Operations {
  async get(key, options) {
    if (arguments.length === 0) throw wrongArgument("get", 1, "string or Array");
    check(this, "get", options);
    if (Array.isArray(key)) return getMany(Array.from(key, text));
    return host.storageGet(checkedKey(key));
  }

  async put(key, value, options) {
    if (arguments.length === 0) throw wrongArgument("put", 1, "string or object");
    // A list is a text, as any value that is no record of keys and values.
    if (typeof key === "object" && key !== null && !Array.isArray(key)) {
      check(this, "put", value);
      return putMany(key);
    }
    check(this, "put", options);
    if (value === undefined) throw new TypeError("put() called with undefined value.");
    host.storagePut(checkedKey(key), value);
  }

  delete(key, options) {
    if (arguments.length === 0) throw wrongArgument("delete", 1, "string or Array");
    check(this, "delete", options);
    // A key that is too long throws at once; every other failure rejects.
    const keys = Array.from(Array.isArray(key) ? key : [key], checkedKey);
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

export class DurableObjectStorage extends Operations {
  #kv = null;
  #sql = null;
  /** Stands around all transactions; `after` resolves when the last one that waits in it has ended. */
  #root = { after: Promise.resolve() };
  #innermost = this.#root;

  get kv() {
    return (this.#kv ??= new (host.load("storage_kv").SyncKvStorage)());
  }

  get sql() {
    return (this.#sql ??= new (host.load("storage_sql").SqlStorage)());
  }

  async deleteAll(options) {
    check(this, "deleteAll", options);
    host.storageDeleteAll();
  }

  async sync() {
    host.storageCommit();
  }

  /** No event comes in meanwhile. One that is called from within another is nested in it; others wait. */
  transaction(callback) {
    if (typeof callback !== "function") return Promise.reject(wrongArgument("transaction", 1, "function"));
    const around = this.#innermost;
    const run = () => this.#run(callback, around);
    const result = around.after.then(around === this.#root ? () => alone(run).catch(tooLong) : run);
    around.after = result.then(ignore, ignore);
    return result;
  }

  transactionSync(callback) {
    if (typeof callback !== "function") throw wrongArgument("transactionSync", 1, "function");
    const depth = host.storageSavepoint();
    let result;
    try {
      result = callback();
    } catch (error) {
      host.storageRollBack(depth);
      throw error;
    }
    host.storageRelease(depth);
    return result;
  }

  async getCurrentBookmark() {
    return "00000000-00000000-00000000-00000000000000000000000000000000";
  }

  async getBookmarkForTime(time) {
    if (typeof time !== "number" && !(time instanceof Date)) throw wrongArgument("getBookmarkForTime", 1, "date");
    throw noRecovery();
  }

  async onNextSessionRestoreBookmark() {
    throw noRecovery();
  }

  async #run(callback, around) {
    const transaction = new Transaction(host.storageSavepoint());
    this.#innermost = { after: Promise.resolve(), transaction };
    const within = this.#innermost;
    try {
      const result = await callback(transaction);
      await within.after;
      if (transaction.state === "open") host.storageRelease(transaction.depth);
      return result;
    } catch (error) {
      await within.after;
      if (transaction.state === "open") host.storageRollBack(transaction.depth);
      throw error;
    } finally {
      this.#innermost = around;
      if (transaction.state === "open") transaction.state = "committed";
    }
  }
}

const ignore = () => {};

/** A transaction's own failure is its caller's; one that never ends would hold up the room. */
function tooLong(error) {
  if (error instanceof TooLong) host.reset(error.message);
  throw error;
}

const noRecovery = () => new Error("This Durable Object's storage back-end does not implement point-in-time recovery.");

class Transaction extends Operations {
  #depth;
  state = "open";
  constructor(depth) {
    super();
    this.#depth = depth;
  }
  get depth() {
    return this.#depth;
  }

  rollback() {
    if (this.state === "rolled back") return;
    check(this, "rollback");
    host.storageRollBack(this.#depth);
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

function wrongArgument(method, position, type) {
  return new TypeError(`Failed to execute '${method}' on 'DurableObjectStorage': parameter ${position} is not of type '${type}'.`);
}

function settle(run) {
  try {
    return Promise.resolve(run());
  } catch (error) {
    return Promise.reject(error);
  }
}

function getMany(keys) {
  if (keys.length > BATCH_MAX) {
    throw new RangeError(`Maximum number of key value pairs is ${BATCH_MAX}. ${keys.length} pairs were provided.`);
  }
  return new Map(host.storageGetMany(keys.map(checkedKey)));
}

function putMany(entries) {
  const pairs = Object.entries(entries).filter(([, value]) => value !== undefined);
  const depth = host.storageSavepoint();
  try {
    for (const [key, value] of pairs) host.storagePut(checkedKey(key), value);
    host.storageRelease(depth);
  } catch (error) {
    host.storageRollBack(depth);
    throw error;
  }
}

function alarmTime(time) {
  const isDate = time instanceof Date;
  if (!isDate && typeof time !== "number") throw wrongArgument("setAlarm", 1, "date");
  const milliseconds = Math.floor(Number(time));
  if (!Number.isFinite(milliseconds)) {
    throw new TypeError("The value cannot be converted because it is not a valid Date.");
  }
  if (milliseconds <= 0) throw new TypeError("setAlarm() cannot be called with an alarm time <= 0");
  if (milliseconds > ALARM_MS_MAX) throw new TypeError("This API doesn't support dates after 2189.");
  return milliseconds;
}
