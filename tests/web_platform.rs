//! The Web platform in rooms, where it meets the network or the clock: EventSource, MessageChannel, URLPattern and the
//! globals of a Workers isolate. Expected values are workerd's own, except where a test says so.

use crate::support::{assert_case, cases};

#[test]
fn a_url_pattern_matches_with_javascripts_own_expressions() {
    let project = cases(
        r"all: async ({ thrown }) => {
          const books = new URLPattern({ pathname: '/books/:id(\\d+)/*' });
          const sub = new URLPattern('https://:sub.example.com/a?q=*', { ignoreCase: true });
          const relative = new URLPattern('../x/:y', 'https://h.example/a/b/');
          const ahead = new URLPattern({ pathname: '/:file((?!secret)[[a-z]--[q]]+)' });
          const found = books.exec('https://h.example/books/12/a/b?c#d');
          return [
            found.pathname, found.inputs, found.protocol, books.hasRegExpGroups, books.pathname, books.hash,
            books.test({ pathname: '/books/x/' }), books.exec('nonsense'),
            sub.exec('https://A.example.com/a?q=1')?.hostname.groups, sub.test('https://a.example.com/A?Q=1'), sub.hasRegExpGroups,
            relative.pathname, relative.exec('/a/x/z', 'https://h.example/').pathname.groups,
            ahead.test('https://h/secret'), ahead.test('https://h/open'), ahead.test('https://h/q'),
            await thrown(() => new URLPattern('/relative')),
            await thrown(() => new URLPattern({ pathname: '/(+)' })),
            await thrown(() => new URLPattern({}, 'https://h.example')),
            await thrown(() => books.exec({}, 'https://h.example')),
          ];
        },",
    );
    let dev = project.dev(&[]);
    assert_case(
        &dev,
        "all",
        serde_json::json!([
            { "input": "/books/12/a/b", "groups": { "id": "12", "0": "a/b" } },
            ["https://h.example/books/12/a/b?c#d"],
            { "input": "https", "groups": { "0": "https" } },
            true, "/books/:id(\\d+)/*", "*",
            false, null,
            { "sub": "a" }, true, false,
            "/a/x/:y", { "y": "z" },
            false, true, false,
            "TypeError: Invalid URLPattern: a relative input without a base URL is not valid",
            "TypeError: Invalid URLPattern: the regular expression of `pathname`: nothing to repeat",
            "TypeError: Invalid URLPattern: specifying both an init object, and a separate base URL is not valid",
            "TypeError: Invalid URLPattern: specifying both an init object, and a separate base URL is not valid",
        ]),
    );
}

#[test]
fn an_event_source_hears_events_and_connects_again() {
    let project = cases(
        r"source: ({ request }) => {
          const id = request.headers.get('last-event-id');
          const text = id === null
            ? 'retry: 1\nid: 7\nevent: greeting\ndata: hi\ndata: yo\n\n: nothing\r\ndata:plain\r\n\r\ndata: lost'
            : `data: after ${id}\n\n`;
          return new Response(text, { headers: { 'content-type': 'text/event-stream' } });
        },
        hear: async ({ request }) => {
          const url = new URL(request.url);
          url.pathname = '/party/source'; url.search = '?case=source';
          const heard = [], source = new EventSource(url);
          const done = Promise.withResolvers();
          source.addEventListener('greeting', (e) => heard.push(['greeting', e.data, e.lastEventId, e.origin === url.origin]));
          source.onopen = () => heard.push(['open', source.readyState]);
          source.onerror = () => heard.push(['error', source.readyState]);
          source.onmessage = (e) => { heard.push(['message', e.data]); if (e.data.startsWith('after')) done.resolve(); };
          await done.promise;
          source.close();
          return [heard, source.readyState];
        },
        refused: async ({ request }) => {
          const source = new EventSource(new URL('/nothing', request.url));
          return [await new Promise((done) => { source.onerror = (e) => done(e.message); }), source.readyState];
        },
        from: async () => {
          const heard = [], source = EventSource.from(new Response('data: one\n\n').body);
          source.onmessage = (e) => heard.push(e.data);
          await new Promise((done) => { source.onerror = done; });
          return [heard, source.readyState, source.url];
        },",
    );
    let dev = project.dev(&[]);
    let heard = serde_json::json!([
        ["open", 1],
        ["greeting", "hi\nyo", "7", true],
        ["message", "plain"],
        ["error", 0],
        ["open", 1],
        ["message", "after 7"]
    ]);
    assert_case(&dev, "hear", serde_json::json!([heard, 2]));
    let refused = serde_json::json!(["The response has status code 404.", 2]);
    assert_case(&dev, "refused", refused);
    assert_case(&dev, "from", serde_json::json!([["one"], 2, ""]));
}

#[test]
fn ports_carry_clones_in_order_and_stop_when_closed() {
    let project = cases(
        "ports: async () => {
          const { port1, port2 } = new MessageChannel(), heard = [];
          const given = { list: [1] };
          port1.postMessage(given); given.list.push(2); port1.postMessage('second');
          const buffer = new ArrayBuffer(4);
          port1.postMessage(buffer, [buffer]);
          await new Promise((done) => { port2.onmessage = ({ data }) => { heard.push(data); if (heard.length === 3) done(); }; });
          const closed = new Promise((done) => port2.addEventListener('close', () => done('closed')));
          port1.close(); port1.postMessage('never');
          return [heard[0], heard[1], heard[2].byteLength, buffer.byteLength, await closed, heard.length];
        },",
    );
    let dev = project.dev(&[]);
    let expected = serde_json::json!([{ "list": [1] }, "second", 4, 0, "closed", 3]);
    assert_case(&dev, "ports", expected);
}

#[test]
fn a_rejection_that_nobody_handles_is_the_listeners_first() {
    let project = cases(
        "one: async () => {
          const heard = [];
          addEventListener('unhandledrejection', (event) => {
            heard.push(event.reason.message, event.promise instanceof Promise);
            if (event.reason.message === 'mine') event.preventDefault();
          });
          Promise.reject(new Error('mine'));
          Promise.reject(new Error('left'));
          await scheduler.wait(5);
          return heard;
        },",
    );
    let dev = project.dev(&[]);
    assert_case(&dev, "one", serde_json::json!(["mine", true, "left", true]));
    let complaint = dev.complains("left");
    assert!(!complaint.contains("mine"), "{complaint}");
}

#[test]
fn every_global_of_a_workers_isolate_is_there() {
    // What `typeof` says of each on workerd with PartyKit's compatibility date.
    let functions = "AbortController AbortSignal Blob Body ByteLengthQueuingStrategy Cache CacheStorage CloseEvent \
        CompressionStream CountQueuingStrategy Crypto CryptoKey CustomEvent DOMException DecompressionStream ErrorEvent \
        Event EventSource EventTarget ExtendableEvent FetchEvent File FixedLengthStream FormData GPUAdapter GPUBufferUsage \
        GPUColorWrite GPUDeviceLostInfo GPUInternalError GPUMapMode GPUOutOfMemoryError GPUShaderStage GPUTextureUsage \
        GPUValidationError HTMLRewriter Headers IdentityTransformStream MessageEvent Navigator PromiseRejectionEvent \
        ReadableByteStreamController ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest \
        ReadableStreamDefaultController ReadableStreamDefaultReader Request Response ScheduledEvent \
        ServiceWorkerGlobalScope SubtleCrypto TailEvent TextDecoder TextDecoderStream TextEncoder TextEncoderStream \
        TraceEvent TransformStream TransformStreamDefaultController URL URLPattern URLSearchParams WebSocket WebSocketPair \
        WebSocketRequestResponsePair WorkerGlobalScope WritableStream WritableStreamDefaultController \
        WritableStreamDefaultWriter atob btoa clearInterval clearTimeout fetch queueMicrotask reportError setInterval \
        setTimeout structuredClone addEventListener removeEventListener dispatchEvent Buffer Performance \
        PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList \
        PerformanceResourceTiming SharedArrayBuffer Iterator";
    let objects =
        "caches console crypto navigator performance scheduler self WebAssembly process global Atomics";
    let project = cases(
        "types: async ({ request }) => {
          const names = (await request.text()).split(' ');
          return Object.fromEntries(names.map((name) => [name, typeof globalThis[name]]));
        },
        behaviour: async ({ thrown }) => {
          const heard = [];
          addEventListener('error', (event) => { heard.push(event.message); event.preventDefault(); }, { once: true });
          reportError(new Error('mine'));
          const { port1 } = new MessageChannel();
          return [
            heard, globalThis instanceof ServiceWorkerGlobalScope, navigator.userAgent,
            new WebSocketRequestResponsePair('ping', 'pong').response,
            performance.measure('m', { start: 1, duration: 2 }).duration, port1 instanceof EventTarget,
            await thrown(() => new FetchEvent('fetch')), await thrown(() => new GPUAdapter()),
            typeof window, typeof document, typeof BroadcastChannel,
          ];
        },",
    );
    let dev = project.dev(&[]);
    for (kind, names) in [("function", functions), ("object", objects)] {
        let names: Vec<&str> = names.split_whitespace().collect();
        let reply = dev.request("POST", "/party/r?case=types", &[], &names.join(" "));
        let types: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&reply.body).unwrap();
        let others: Vec<_> = types.iter().filter(|(_, found)| *found != kind).collect();
        assert!(others.is_empty(), "not of type {kind}: {others:?}");
    }
    assert_case(
        &dev,
        "behaviour",
        serde_json::json!([
            ["Uncaught Error: mine"],
            true,
            "Cloudflare-Workers",
            "pong",
            2,
            true,
            "TypeError: Illegal constructor",
            "TypeError: GPUAdapter: rooms have no WebGPU; `--runtime workerd` has it",
            "undefined",
            "undefined",
            "undefined"
        ]),
    );
}
