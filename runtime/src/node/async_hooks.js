// node:async_hooks: AsyncLocalStorage and AsyncResource. Hooks themselves (createHook) do not exist: the engine has none.

import { getContext, isActive, runIn, setContext } from "partyrs:node/async_context";

export class AsyncLocalStorage {
  constructor() {
    if (!isActive()) {
      throw new Error(
        "AsyncLocalStorage is not followed in this room: import `node:async_hooks` by its literal name, so that the " +
          "bundle shows that it is used; `--runtime workerd` has it however it is imported",
      );
    }
  }

  static bind(callback) {
    return snapshotOf(getContext(), callback);
  }

  static snapshot() {
    const context = getContext();
    return (callback, ...args) => runIn(context, callback, undefined, args);
  }

  run(store, callback, ...args) {
    return runIn(contextWith(this, store), callback, undefined, args);
  }

  exit(callback, ...args) {
    return this.run(undefined, callback, ...args);
  }

  enterWith(store) {
    setContext(contextWith(this, store));
  }

  getStore() {
    return getContext()?.get(this);
  }

  disable() {
    this.enterWith(undefined);
  }
}

export class AsyncResource {
  #context = getContext();
  type;

  constructor(type) {
    if (typeof type !== "string") {
      const error = new TypeError('The "type" argument must be of type string.');
      throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
    }
    Object.defineProperty(this, "type", { value: type, enumerable: false });
  }

  static bind(callback, type, self) {
    return new AsyncResource(type ?? (callback.name || "bound-anonymous-fn")).bind(callback, self);
  }

  runInAsyncScope(callback, self, ...args) {
    return runIn(this.#context, callback, self, args);
  }

  bind(callback, self) {
    const resource = this;
    return function (...args) {
      return resource.runInAsyncScope(callback, self ?? this, ...args);
    };
  }

  emitDestroy() {
    return this;
  }

  asyncId() {
    return 1;
  }

  triggerAsyncId() {
    return 0;
  }
}

function contextWith(storage, store) {
  return new Map(getContext()).set(storage, store);
}

function snapshotOf(context, callback) {
  return function (...args) {
    return runIn(context, callback, this, args);
  };
}

export default {
  AsyncLocalStorage,
  AsyncResource,
  executionAsyncId: () => 1,
  triggerAsyncId: () => 0,
  executionAsyncResource: () => ({}),
  asyncWrapProviders: Object.freeze({ __proto__: null }),
};
