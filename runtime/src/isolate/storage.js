// `state.storage`: the Durable Object storage API over the host's synchronous operations. Checks arguments as
// workerd does and words its errors. Operations take effect when they are called; the host makes them durable
// before anything leaves the room. Values are cloned in and out by the host.

import host from "partyrs:host";
import { alone, TooLong } from "partyrs:critical_section";
import { checkedKey, listOptions } from "partyrs:storage_arguments";

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
    const around = this.#innermost;
    const run = () => this.#run(callback, around);
    const result = around.after.then(around === this.#root ? () => alone(run).catch(tooLong) : run);
    around.after = result.then(ignore, ignore);
    return result;
  }

  transactionSync(callback) {
    if (typeof callback !== "function") {
      throw new TypeError("Failed to execute 'transactionSync' on 'DurableObjectStorage': parameter 1 is not of type 'function'.");
    }
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
    if (typeof time !== "number" && !(time instanceof Date)) {
      throw new TypeError("Failed to execute 'getBookmarkForTime' on 'DurableObjectStorage': parameter 1 is not of type 'date'.");
    }
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
