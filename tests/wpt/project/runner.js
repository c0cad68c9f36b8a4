// Runs one file of the web-platform-tests in a room of its own, with the real testharness.js, and answers with what
// became of its subtests. Its scripts share the global scope, as
// classic scripts of a page do.

/** What the slowest file takes on a busy machine, ms; what has not come to an end by then is a failure. */
const FILE_MS_MAX = 10_000;

/** Scripts that a file asks for, in its order. */
const metaScripts = (text) => [...text.matchAll(/^\/\/ META: script=(\S+)/gm)].map(([, path]) => path);

export default class Runner {
  constructor(room) { this.room = room; }

  async onRequest(request) {
    const file = new URL(new URL(request.url).searchParams.get("file"));
    const text = async (url) => {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${url} is not there`);
      return response.text();
    };
    const source = await text(file);
    const needed = metaScripts(source).map((path) => new URL(path, file));
    const scripts = [await text(new URL("/resources/testharness.js", file))];
    for (const url of needed) scripts.push(await text(url));
    return Response.json(await run([...scripts, source], file));
  }
}

async function run(scripts, file) {
  globalThis.GLOBAL = { isWindow: () => false, isWorker: () => true, isShadowRealm: () => false };
  const completed = Promise.withResolvers();
  // The harness takes a scope with these for a service worker and waits for its installation.
  delete globalThis.ServiceWorkerGlobalScope;
  delete globalThis.WorkerGlobalScope;
  const evaluate = eval;
  const [harness, ...rest] = scripts;
  evaluate(harness);
  standIns(file);
  setup({ explicit_timeout: true });
  add_completion_callback((tests, status) => completed.resolve({
    status: status.status,
    message: status.message,
    tests: tests.map(({ name, status, message }) => ({ name, status, message })),
  }));
  // In one piece: what a script declares with const, those after it have to see.
  evaluate(rest.join("\n;\n"));
  const timer = setTimeout(() => timeout(), FILE_MS_MAX);
  const results = await completed.promise;
  clearTimeout(timer);
  return results;
}

/** What the suite's files use to get at things, and rooms, like workerd, do not have. Nothing of it is tested. */
function standIns(file) {
  const { href, origin, protocol, host, hostname, port, pathname, search, hash } = file;
  globalThis.location = { href, origin, protocol, host, hostname, port, pathname, search, hash, toString: () => href };
  relativeTo(file);
  globalThis.FileReader = class {
    readAsText(blob) { this.#read(blob.text()); }
    readAsArrayBuffer(blob) { this.#read(blob.arrayBuffer()); }
    async #read(promise) {
      this.result = await promise;
      this.onload?.();
      this.onloadend?.();
    }
  };
  const { Memory } = WebAssembly;
  // The one way to the constructor of a SharedArrayBuffer that browsers leave open to all pages.
  WebAssembly.Memory = function (options) {
    return options.shared ? { buffer: new SharedArrayBuffer(0) } : new Memory(options);
  };
}

/** Lets the suite's files fetch what is beside them: in rooms there is no page that a relative URL would be relative to. */
function relativeTo(base) {
  const absolute = (input) => (typeof input === "string" && URL.canParse(input, base) ? new URL(input, base).href : input);
  const { fetch, Request } = globalThis;
  globalThis.fetch = (input, init) => fetch(absolute(input), init);
  globalThis.Request = new Proxy(Request, {
    construct: (target, [input, ...more], constructor) => Reflect.construct(target, [absolute(input), ...more], constructor),
  });
}
