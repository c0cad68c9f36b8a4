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
    const { origin, searchParams } = new URL(request.url);
    const file = new URL(searchParams.get("file"), origin);
    const text = async (url) => {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${url} is not there`);
      return response.text();
    };
    const source = await text(file);
    const needed = metaScripts(source).map((path) => new URL(path, file));
    const scripts = [await text(new URL("/resources/testharness.js", origin))];
    for (const url of needed) scripts.push(await text(url));
    return Response.json(await run([...scripts, source], file));
  }
}

async function run(scripts, file) {
  const original = globalThis.fetch;
  globalThis.GLOBAL = { isWindow: () => false, isWorker: () => true, isShadowRealm: () => false };
  // The suite's files fetch their data beside themselves.
  globalThis.fetch = (input, init) => original(typeof input === "string" ? new URL(input, file).href : input, init);
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
  globalThis.location = { href: file.href, search: "" };
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
