// Runs one file of the web-platform-tests in a room of its own, with the real testharness.js, and answers with what
// became of its subtests. Scripts are evaluated as the standard's classic scripts are, in the global scope.

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
  const evaluate = eval;
  const [harness, ...rest] = scripts;
  evaluate(harness);
  setup({ explicit_timeout: true });
  add_completion_callback((tests, status) => completed.resolve({
    status: status.status,
    message: status.message,
    tests: tests.map(({ name, status, message }) => ({ name, status, message })),
  }));
  for (const script of rest) evaluate(script);
  return completed.promise;
}
