// The global object of an isolate: which globals exist and which module makes each. A module is loaded when one
// of its globals is first touched, so that an isolate pays only for what it uses. A global behaves as the
// standard's writable, configurable, non-enumerable property from the first touch on.

import { install as installErrors } from "partyrs:errors";
import host from "partyrs:host";
import { installMethods } from "partyrs:intl_methods";

/** Global name → the module that exports it. One line each, sorted. */
const TABLE = {
  AbortController: "abort",
  AbortSignal: "abort",
  Blob: "blob",
  Body: "http",
  Buffer: "node/buffer",
  ByteLengthQueuingStrategy: "streams",
  Cache: "caches",
  CacheStorage: "caches",
  CloseEvent: "event_kinds",
  CompressionStream: "compression",
  CountQueuingStrategy: "streams",
  Crypto: "crypto",
  CryptoKey: "crypto/key",
  CustomEvent: "event_kinds",
  DecompressionStream: "compression",
  ErrorEvent: "event_kinds",
  Event: "events",
  EventSource: "event_source",
  EventTarget: "events",
  ExtendableEvent: "event_kinds",
  FetchEvent: "worker_scope",
  File: "blob",
  FixedLengthStream: "streams",
  FormData: "formdata",
  GPUAdapter: "webgpu",
  GPUBufferUsage: "webgpu",
  GPUColorWrite: "webgpu",
  GPUDeviceLostInfo: "webgpu",
  GPUInternalError: "webgpu",
  GPUMapMode: "webgpu",
  GPUOutOfMemoryError: "webgpu",
  GPUShaderStage: "webgpu",
  GPUTextureUsage: "webgpu",
  GPUValidationError: "webgpu",
  HTMLRewriter: "html_rewriter",
  Headers: "headers",
  IdentityTransformStream: "streams",
  Intl: "intl",
  MessageChannel: "message_channel",
  MessageEvent: "events",
  MessagePort: "message_channel",
  Navigator: "navigator",
  Performance: "performance",
  PerformanceEntry: "performance",
  PerformanceMark: "performance",
  PerformanceMeasure: "performance",
  PerformanceObserver: "performance",
  PerformanceObserverEntryList: "performance",
  PerformanceResourceTiming: "performance",
  PromiseRejectionEvent: "event_kinds",
  ReadableByteStreamController: "streams",
  ReadableStream: "streams",
  ReadableStreamBYOBReader: "streams",
  ReadableStreamBYOBRequest: "streams",
  ReadableStreamDefaultController: "streams",
  ReadableStreamDefaultReader: "streams",
  Request: "http",
  Response: "http",
  ScheduledEvent: "worker_scope",
  ServiceWorkerGlobalScope: "worker_scope",
  SubtleCrypto: "crypto/subtle",
  TailEvent: "worker_scope",
  TextDecoder: "encoding",
  TextDecoderStream: "text_streams",
  TextEncoder: "encoding",
  TextEncoderStream: "text_streams",
  TraceEvent: "worker_scope",
  TransformStream: "streams",
  TransformStreamDefaultController: "streams",
  URL: "url",
  URLPattern: "urlpattern",
  URLSearchParams: "url",
  WebAssembly: "wasm",
  WebSocket: "websocket",
  WebSocketPair: "websocket",
  WebSocketRequestResponsePair: "worker_scope",
  WorkerGlobalScope: "worker_scope",
  WritableStream: "streams",
  WritableStreamDefaultController: "streams",
  WritableStreamDefaultWriter: "streams",
  addEventListener: "events",
  caches: "caches",
  clearInterval: "timers",
  clearTimeout: "timers",
  console: "console",
  crypto: "crypto",
  dispatchEvent: "events",
  fetch: "fetch",
  navigator: "navigator",
  performance: "performance",
  process: "process",
  removeEventListener: "events",
  reportError: "report",
  scheduler: "timers",
  setInterval: "timers",
  setTimeout: "timers",
  structuredClone: "structured_clone",
};

/** Defines every global on `target` (globalThis). */
export function install(target) {
  // One closure for each name in every room, getter and setter in one, and it holds as little as it can.
  const load = (name) => define(target, name, host.load(TABLE[name])[name]);
  for (const name in TABLE) {
    const access = (...value) => (value.length === 0 ? load(name) : void define(target, name, value[0]));
    Object.defineProperty(target, name, { get: access, set: access, enumerable: false, configurable: true });
  }
  installMethods();
  const { Atomics: atomics } = target;
  Object.defineProperty(atomics, "waitAsync", {
    get: () => host.load("atomics").install(atomics),
    set: (value) => void define(atomics, "waitAsync", value),
    configurable: true,
  });
  define(target, "queueMicrotask", reporting(target.queueMicrotask));
  define(target, "self", target);
  define(target, "global", target);
  define(target, "origin", "null");
  installErrors();
}

/** The engine's `queueMicrotask`, but what a callback throws is reported as anywhere else. */
function reporting(enqueue) {
  return function queueMicrotask(callback) {
    if (typeof callback !== "function") {
      throw new TypeError("Failed to execute 'queueMicrotask': parameter 1 is not of type 'function'.");
    }
    enqueue(() => {
      try {
        callback();
      } catch (error) {
        host.load("report").report(error, "queueMicrotask");
      }
    });
  };
}

function define(target, name, value) {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
  return value;
}
