// `storage.kv`: the same keys and values as the asynchronous storage, without promises. A list is taken when it is
// asked for: what is written later does not change it.

import host from "partyrs:host";
import { checkedKey, listOptions } from "partyrs:storage_arguments";

export class SyncKvStorage {
  get(key) {
    if (arguments.length === 0) throw wrong("get", 1, "string");
    return host.storageGet(checkedKey(key));
  }

  put(key, value) {
    if (arguments.length < 2) throw arguments.length === 0 ? wrong("put", 1, "string") : wrong("put", 2, "Value");
    host.storageKvPut(checkedKey(key), value);
  }

  delete(key) {
    if (arguments.length === 0) throw wrong("delete", 1, "string");
    return host.storageDelete(checkedKey(key));
  }

  list(options) {
    if (options !== undefined && options !== null && typeof options !== "object") throw wrong("list", 1, "ListOptions");
    return host.storageList(listOptions(options ?? {})).values();
  }
}

function wrong(method, position, type) {
  return new TypeError(`Failed to execute '${method}' on 'SyncKvStorage': parameter ${position} is not of type '${type}'.`);
}
