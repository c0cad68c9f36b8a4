// The names that libraries look for, and those whose absence tells them that this is no browser.
export const rows = ['J01', 'J02'];
export const title = 'the globals of a Workers isolate are there; window and document are not';

const CLASSES = [
  'AbortController', 'AbortSignal', 'Blob', 'ByteLengthQueuingStrategy', 'Cache', 'CacheStorage', 'CloseEvent', 'CompressionStream',
  'CountQueuingStrategy', 'Crypto', 'CryptoKey', 'CustomEvent', 'DOMException', 'DecompressionStream', 'ErrorEvent', 'Event', 'EventSource',
  'EventTarget', 'File', 'FixedLengthStream', 'FormData', 'HTMLRewriter', 'Headers', 'IdentityTransformStream', 'MessageEvent', 'Navigator',
  'PromiseRejectionEvent', 'ReadableByteStreamController', 'ReadableStream', 'ReadableStreamBYOBReader', 'ReadableStreamDefaultReader', 'Request',
  'Response', 'SubtleCrypto', 'TextDecoder', 'TextDecoderStream', 'TextEncoder', 'TextEncoderStream', 'TransformStream', 'URL', 'URLPattern',
  'URLSearchParams', 'WebSocket', 'WebSocketPair', 'WebSocketRequestResponsePair', 'WritableStream', 'WritableStreamDefaultWriter',
];
const FUNCTIONS = [
  'atob', 'btoa', 'clearInterval', 'clearTimeout', 'fetch', 'queueMicrotask', 'reportError', 'setInterval', 'setTimeout', 'structuredClone',
  'addEventListener', 'removeEventListener', 'dispatchEvent',
];
const OBJECTS = ['caches', 'console', 'crypto', 'navigator', 'performance', 'scheduler', 'self', 'globalThis', 'WebAssembly', 'Intl'];
const ABSENT = ['window', 'document', 'location', 'localStorage', 'XMLHttpRequest', 'Worker'];

export default class {
  onRequest() {
    const missing = (names, type) => names.filter((name) => typeof globalThis[name] !== type);
    return Response.json({
      classes: missing(CLASSES, 'function'), functions: missing(FUNCTIONS, 'function'), objects: missing(OBJECTS, 'object'),
      present: ABSENT.filter((name) => typeof globalThis[name] !== 'undefined'), bare: [typeof window, typeof document],
      self: self === globalThis, agent: navigator.userAgent, timer: typeof setTimeout(() => {}, 0),
    });
  }
}

export async function drive({ http }) {
  return JSON.parse((await http('/party/x')).text);
}

export const expected = {
  classes: [], functions: [], objects: [], present: [], bare: ['undefined', 'undefined'],
  self: true, agent: 'Cloudflare-Workers', timer: 'number',
};
