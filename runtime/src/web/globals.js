// The global object of an isolate: which globals exist and which module makes each. A module is loaded when one
// of its globals is first touched, so that an isolate pays only for what it uses. A global behaves as the
// standard's writable, configurable, non-enumerable property from the first touch on.

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
  CloseEvent: "events",
  CompressionStream: "compression",
  CountQueuingStrategy: "streams",
  Crypto: "crypto",
  CryptoKey: "crypto",
  CustomEvent: "events",
  DecompressionStream: "compression",
  ErrorEvent: "events",
  Event: "events",
  EventTarget: "events",
  ExtendableEvent: "events",
  File: "blob",
  FixedLengthStream: "streams",
  FormData: "formdata",
  Headers: "headers",
  IdentityTransformStream: "streams",
  Intl: "intl",
  MessageEvent: "events",
  Navigator: "navigator",
  PromiseRejectionEvent: "events",
  ReadableByteStreamController: "streams",
  ReadableStream: "streams",
  ReadableStreamBYOBReader: "streams",
  ReadableStreamBYOBRequest: "streams",
  ReadableStreamDefaultController: "streams",
  ReadableStreamDefaultReader: "streams",
  Request: "http",
  Response: "http",
  SubtleCrypto: "crypto",
  TextDecoder: "encoding",
  TextDecoderStream: "text_streams",
  TextEncoder: "encoding",
  TextEncoderStream: "text_streams",
  TransformStream: "streams",
  TransformStreamDefaultController: "streams",
  URL: "url",
  URLSearchParams: "url",
  WebAssembly: "wasm",
  WebSocket: "websocket",
  WebSocketPair: "websocket",
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
  for (const name in TABLE) {
    Object.defineProperty(target, name, {
      get: () => define(target, name, host.load(TABLE[name])[name]),
      set: (value) => void define(target, name, value),
      enumerable: false,
      configurable: true,
    });
  }
  installMethods();
  define(target, "self", target);
  define(target, "global", target);
  define(target, "origin", "null");
}

function define(target, name, value) {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
  return value;
}
