//! The Web platform as users' code sees it. Each test runs a script in a fresh isolate; the expected values and
//! messages are workerd's own, except where the test says so.

use crate::isolate::engine::tests::run;
use serde_json::{Value, json};

fn value(source: &str) -> Value {
    let text = run(source);
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

/// What `expression` throws, as `name: message`.
fn thrown(expression: &str) -> String {
    let script = format!(
        "try {{ await ({expression}); return 'nothing'; }} catch (e) {{ return `${{e.name}}: ${{e.message}}`; }}"
    );
    value(&script).as_str().unwrap().to_owned()
}

#[test]
fn globals_are_made_when_touched_and_can_be_replaced() {
    let source = "
        const before = Object.getOwnPropertyDescriptor(globalThis, 'Headers');
        new Headers();
        const after = Object.getOwnPropertyDescriptor(globalThis, 'Headers');
        globalThis.Request = 5;
        return [typeof before.get, after.writable, after.enumerable, Request, self === globalThis, 'URL' in globalThis];";
    assert_eq!(value(source), json!(["function", true, false, 5, true, true]));
}

#[test]
fn a_stack_begins_with_its_headline_and_takes_anything() {
    let source = "
        class Refused extends Error { get name() { return 'Refused'; } }
        const lines = (error) => error.stack.split('\\n').map((line) => line.replace(/ \\(.*/, ''));
        const own = { toString: () => 'own', name: 'Own', message: 'told' };
        function makeOwn() { Error.captureStackTrace(own, makeOwn); }
        makeOwn();
        const taken = [undefined, 5, 'text'].map((stack) => {
            const error = new Error('x');
            error.stack = stack;
            return [error.stack, Object.keys(error)];
        });
        const before = Error.prepareStackTrace;
        Error.prepareStackTrace = () => 'prepared';
        const prepared = new Error('x').stack;
        Error.prepareStackTrace = before;
        return [lines(new TypeError('no'))[0], lines(new Refused('late'))[0], /^\\s+at /.test(lines(new Error())[1]),
            lines(own)[0], Object.keys(own), taken, prepared];";
    assert_eq!(
        value(source),
        json!([
            "TypeError: no",
            "Refused: late",
            true,
            "Own: told",
            ["toString", "name", "message"],
            [[null, []], [5, []], ["text", []]],
            "prepared"
        ])
    );
}

#[test]
fn events_reach_every_listener_in_order() {
    let source = "
        const target = new EventTarget(), heard = [];
        target.addEventListener('x', () => { throw new Error('first'); });
        target.addEventListener('x', (e) => heard.push(e.detail, e.target === target, e.currentTarget === target));
        target.addEventListener('x', { handleEvent(e) { heard.push(e.type); e.preventDefault(); } }, { once: true });
        target.addEventListener('x', (e) => e.stopImmediatePropagation());
        target.addEventListener('x', () => heard.push('never'));
        const event = () => new CustomEvent('x', { detail: 5, cancelable: true });
        heard.push(target.dispatchEvent(event()), target.dispatchEvent(event()));
        return heard;";
    assert_eq!(
        value(source),
        json!([5, true, true, "x", 5, true, true, false, true])
    );
}

#[test]
fn the_global_object_is_an_event_target() {
    let source = "let n = 0; const f = () => n++;
        addEventListener('a', f); addEventListener('a', f); dispatchEvent(new Event('a'));
        removeEventListener('a', f); dispatchEvent(new Event('a')); return n;";
    assert_eq!(value(source), json!(1));
}

#[test]
fn an_abort_signal_aborts_once_and_takes_others_along() {
    let source = "
        const c = new AbortController(), heard = [];
        const any = AbortSignal.any([new AbortController().signal, c.signal]);
        c.signal.onabort = () => heard.push('on');
        any.addEventListener('abort', () => heard.push('any'));
        c.abort('why'); c.abort('again');
        return [heard, any.aborted, any.reason, AbortSignal.abort().reason.name];";
    assert_eq!(value(source), json!([["on", "any"], true, "why", "AbortError"]));
    assert_eq!(
        thrown("AbortSignal.abort().throwIfAborted()"),
        "AbortError: The operation was aborted"
    );
    assert_eq!(thrown("new AbortSignal()"), "TypeError: Illegal constructor");
}

#[test]
fn urls_parse_change_and_follow_their_params() {
    let source = "
        const u = new URL('../x?q=a+b#h', 'https://user:pw@h.example:8080/a/b/');
        const before = [u.href, u.origin, u.host, u.pathname, u.searchParams.get('q')];
        u.searchParams.append('z', 'é&');
        u.port = '443'; u.hash = '';
        const after = u.href;
        u.search = '?n=1'; 
        return [before, after, u.searchParams.get('n'), String(u), JSON.stringify(u), URL.canParse('/x'), URL.parse('/x')];";
    assert_eq!(
        value(source),
        json!([
            [
                "https://user:pw@h.example:8080/a/x?q=a+b#h",
                "https://h.example:8080",
                "h.example:8080",
                "/a/x",
                "a b"
            ],
            "https://user:pw@h.example/a/x?q=a+b&z=%C3%A9%26",
            "1",
            "https://user:pw@h.example/a/x?n=1",
            "\"https://user:pw@h.example/a/x?n=1\"",
            false,
            null
        ])
    );
    assert_eq!(thrown("new URL('/x')"), "TypeError: Invalid URL string.");
}

#[test]
fn search_params_are_a_list() {
    let source = "
        const p = new URLSearchParams('?b=1&a=2&b=3');
        p.set('b', '4'); p.append('c', '\\ud800');
        const q = new URLSearchParams({ x: 1, y: 'a b' });
        q.delete('x');
        p.sort();
        return [String(p), p.size, [...q], p.has('a', '2'), p.has('a', '3'), [...p.keys()], new URLSearchParams([['k', 'v']]).get('k')];";
    assert_eq!(
        value(source),
        json!([
            "a=2&b=4&c=%EF%BF%BD",
            3,
            [["y", "a b"]],
            true,
            false,
            ["a", "b", "c"],
            "v"
        ])
    );
    assert_eq!(
        thrown("new URLSearchParams([['a']])"),
        "TypeError: Invalid URL search params sequence."
    );
}

#[test]
fn text_is_encoded_and_decoded() {
    let source = "
        const d = new TextDecoder();
        const parts = [d.decode(new Uint8Array([0xe2, 0x82]), { stream: true }), d.decode(new Uint8Array([0xac]), { stream: true }), d.decode()];
        const into = new TextEncoder().encodeInto('a€b', new Uint8Array(3));
        return [parts, into, [...new TextEncoder().encode('é')], new TextDecoder('latin1').encoding,
          new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65])), new TextDecoder('utf-16le').decode(new Uint16Array([65, 8364])),
          atob('aGk='), btoa('hi')];";
    assert_eq!(
        value(source),
        json!([["", "€", ""], { "read": 1, "written": 1 }, [195, 169], "windows-1252", "A", "A€", "hi", "aGk="])
    );
    assert_eq!(
        thrown("new TextDecoder('foo')"),
        "RangeError: \"foo\" is not a valid encoding."
    );
    let fatal = "new TextDecoder('utf8', { fatal: true }).decode(new Uint8Array([255]))";
    assert_eq!(thrown(fatal), "TypeError: Failed to decode input.");
}

#[test]
fn headers_keep_values_apart_and_show_them_joined() {
    let source = "
        const h = new Headers([['Set-Cookie', 'a'], ['set-cookie', 'b'], ['b', ' 1 '], ['a', '2'], ['A', '3']]);
        const copy = new Headers(h); copy.set('A', 'only'); copy.delete('b');
        return [[...h], h.get('set-cookie'), h.getAll('set-cookie'), h.getSetCookie(), h.has('B'), h.get('none'), [...copy.keys()], copy.get('a')];";
    assert_eq!(
        value(source),
        json!([
            [
                ["a", "2, 3"],
                ["b", "1"],
                ["set-cookie", "a"],
                ["set-cookie", "b"]
            ],
            "a, b",
            ["a", "b"],
            ["a", "b"],
            true,
            null,
            ["a", "set-cookie", "set-cookie"],
            "only"
        ])
    );
    assert_eq!(
        thrown("new Headers({ 'a b': '1' })"),
        "TypeError: Invalid header name."
    );
    assert_eq!(
        thrown("new Headers({ a: '1\\n2' })"),
        "TypeError: Invalid header value."
    );
    assert_eq!(
        thrown("new Headers().getAll('x')"),
        "TypeError: getAll() can only be used with the header name \"Set-Cookie\"."
    );
    assert_eq!(
        thrown("Response.redirect('http://a/').headers.set('a', '1')"),
        "TypeError: Can't modify immutable headers."
    );
}

#[test]
fn blobs_and_files_hold_bytes() {
    let source = "
        const b = new Blob(['he', new Uint8Array([108, 108]), new Blob(['o'])], { type: 'Text/X' });
        const f = new File([b], 'n.txt');
        return [b.size, b.type, await b.slice(1, 3).text(), f.name, f.size, f instanceof Blob, (await f.arrayBuffer()).byteLength];";
    assert_eq!(value(source), json!([5, "text/x", "el", "n.txt", 5, true, 5]));
}

#[test]
fn bodies_are_read_once_in_every_form() {
    let source = "
        const r = () => new Response('{\"a\":1}', { headers: { 'content-type': 'application/json' } });
        const one = r(); const unused = one.bodyUsed; await one.text();
        return [await r().json(), (await r().arrayBuffer()).byteLength, (await r().bytes()).length, (await r().blob()).type,
          unused, one.bodyUsed, await new Response().text(), await new Response(42).text(),
          await new Response(new Uint8Array([104, 105])).text()];";
    assert_eq!(
        value(source),
        json!([{ "a": 1 }, 7, 7, "application/json", false, true, "", "42", "hi"])
    );
    assert_eq!(
        thrown("(async () => { const r = new Response('x'); await r.text(); await r.text(); })()"),
        "TypeError: Body has already been used. It can only be used once. Use tee() first if you need to read it twice."
    );
}

#[test]
fn forms_travel_as_multipart_and_urlencoded() {
    let source = r#"
        const f = new FormData();
        f.append('a"', '1\r\n2'); f.append('file', new File(['inside'], 'f.txt', { type: 'text/x-f' })); f.append('e', '');
        const back = await new Response(f).formData();
        const file = back.get('file');
        const url = await new Response('field=a+b&n=%C3%A9', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }).formData();
        return [back.get('a"'), file.name, file.type, await file.text(), back.get('e'), [...url], new Response(f).headers.get('content-type').slice(0, 29)];"#;
    assert_eq!(
        value(source),
        json!([
            "1\r\n2",
            "f.txt",
            "text/x-f",
            "inside",
            "",
            [["field", "a b"], ["n", "é"]],
            "multipart/form-data;boundary="
        ])
    );
    assert_eq!(
        thrown(
            "new Response('x', { headers: { 'content-type': 'multipart/form-data; boundary=B' } }).formData()"
        ),
        "TypeError: No initial boundary string (or you have a truncated message)."
    );
    assert_eq!(
        thrown("new Request('http://a', { method: 'POST' }).formData()"),
        "TypeError: Parsing a Body as FormData requires a Content-Type header."
    );
}

#[test]
fn requests_are_built_and_copied() {
    let source = "
        const a = new Request('HTTP://A:80/x', { method: 'post', body: 'hi', headers: { X: '1' }, cf: { country: 'US' } });
        const twin = a.clone();
        const b = new Request(a, { headers: { Y: '2' } });
        return [a.url, a.method, b.headers.get('y'), b.headers.get('x'), a.bodyUsed, await b.text(), await twin.text(), b.cf.country,
          a.redirect, a.signal.aborted, a instanceof Request, Object.prototype.toString.call(a),
          new Request(new URL('http://b/')).url];";
    assert_eq!(
        value(source),
        json!([
            "http://a/x",
            "POST",
            "2",
            null,
            true,
            "hi",
            "hi",
            "US",
            "follow",
            false,
            true,
            "[object Request]",
            "http://b/"
        ])
    );
    assert_eq!(thrown("new Request('/x')"), "TypeError: Invalid URL: /x");
    assert_eq!(
        thrown("new Request('http://a/', { body: 'x' })"),
        "TypeError: Request with a GET or HEAD method cannot have a body."
    );
    assert_eq!(
        thrown(
            "(async () => { const r = new Request('http://a/', { method: 'POST', body: 'x' }); await r.text(); new Request(r); })()"
        ),
        "TypeError: Cannot reconstruct a Request with a used body."
    );
}

#[test]
fn responses_check_their_status() {
    let source = "
        const type = (body) => new Response(body).headers.get('content-type');
        const j = Response.json({ a: [1] }, { status: 202, headers: { 'X-J': '1' } });
        const r = Response.redirect('https://example.com/next', 307);
        return [type('x'), type(new URLSearchParams('a=1')), type(new Uint8Array(1)), type(new Blob([], { type: 'text/x-blob' })),
          j.status, j.headers.get('content-type'), j.headers.get('x-j'), await j.text(), r.status, r.headers.get('location'),
          new Response(null, { status: 404 }).statusText, new Response('x', { status: 201, statusText: 'Weird' }).statusText,
          new Response().ok, new Response(null, { status: 101, webSocket: {} }).status,
          Response.json(1, { headers: { 'content-type': 'a/b' } }).headers.get('content-type')];";
    let text = "text/plain;charset=UTF-8";
    assert_eq!(
        value(source),
        json!([
            text,
            text,
            null,
            "text/x-blob",
            202,
            "application/json",
            "1",
            "{\"a\":[1]}",
            307,
            "https://example.com/next",
            "Not Found",
            "Weird",
            true,
            101,
            "a/b"
        ])
    );
    let range =
        "RangeError: Responses may only be constructed with status codes in the range 200 to 599, inclusive.";
    for status in ["600", "100", "0", "101", "'ENOENT'"] {
        assert_eq!(
            thrown(&format!("new Response(null, {{ status: {status} }})")),
            range
        );
    }
    assert_eq!(
        thrown("new Response('x', { status: 204 })"),
        "TypeError: Response with null body status (101, 204, 205, or 304) cannot have a body."
    );
    assert_eq!(
        thrown("new Response(null, { webSocket: {} })"),
        "RangeError: Responses with a WebSocket must have status code 101."
    );
}

#[test]
fn a_request_from_the_host_stays_as_it_came() {
    let source = "
        const { requestFromHost, requestToHost } = __load('http');
        const r = requestFromHost('POST', 'http://h/p', ['x-m', '1', 'x-m', '2'], new Uint8Array([104, 105]), { country: 'US' });
        let refused; try { r.headers.set('a', '1'); } catch (e) { refused = e.message; }
        const none = requestFromHost('GET', 'http://h/', [], null, undefined);
        const copy = new Request(r); copy.headers.set('a', 'b');
        return [r.url, r.method, r.headers.get('X-M'), r.redirect, r.cf.country, refused, none.body, none.bodyUsed, await none.text(),
          [...copy.headers], await copy.text(), requestToHost(new Request('http://a/', { method: 'PUT', body: 'x' }))];";
    assert_eq!(
        value(source),
        json!([
            "http://h/p",
            "POST",
            "1, 2",
            "manual",
            "US",
            "Can't modify immutable headers.",
            null,
            false,
            "",
            [["a", "b"], ["x-m", "1, 2"]],
            "hi",
            [
                "PUT",
                "http://a/",
                ["content-type", "text/plain;charset=UTF-8"],
                "x"
            ]
        ])
    );
}

#[test]
fn a_response_goes_to_the_host_without_a_stream() {
    let source = "
        const { responseToHost, responseFromHost } = __load('http');
        const r = new Response('hi', { status: 201, headers: { a: '1' } }); r.headers.append('a', '2');
        const pair = {};
        const stub = responseFromHost([200, '', ['x', 'y'], 7, 'manual'], 'http://u/');
        const kept = [stub.url, stub.statusText];
        return [responseToHost(r), responseToHost(new Response(null, { status: 101, webSocket: pair }))[5] === pair, kept, responseToHost(stub), stub.bodyUsed];";
    assert_eq!(
        value(source),
        json!([
            [
                201,
                "Created",
                ["a", "1", "content-type", "text/plain;charset=UTF-8", "a", "2"],
                "hi",
                "automatic",
                null
            ],
            true,
            ["http://u/", "OK"],
            [200, "OK", ["x", "y"], 7, "manual", null],
            true
        ])
    );
}

#[test]
fn a_streamed_body_of_the_host_is_read_whole() {
    let source = "
        const { requestFromHost } = __load('http'), host = __load('host').default, { op } = __load('ops');
        const body = () => host.bodyCreate();
        const [sender, stream] = body();
        const r = requestFromHost('POST', 'http://h/', [], stream, null);
        const text = r.text();
        await op(host.bodyWrite(sender, new Uint8Array([104]))); await op(host.bodyWrite(sender, new Uint8Array([105])));
        host.bodyClose(sender);
        const [bad, broken] = body();
        await op(host.bodyFail(bad, 'gone'));
        const failed = await requestFromHost('POST', 'http://h/', [], broken, null).text().catch((e) => e.message);
        return [await text, r.bodyUsed, failed];";
    assert_eq!(value(source), json!(["hi", true, "gone"]));
}

/// A stream of strings to play with.
const SOURCE: &str = "const source = (...parts) => new ReadableStream({ start(c) { for (const p of parts) c.enqueue(p); c.close(); } });
    const all = async (stream) => { const got = []; for await (const part of stream) got.push(part); return got; };";

fn streamed(source: &str) -> Value {
    value(&format!("{SOURCE}\n{source}"))
}

#[test]
fn readable_streams_are_read_by_readers_and_loops() {
    let source = "
        const r = source('a', 'b').getReader();
        const first = [await r.read(), await r.read(), await r.read()];
        await r.closed;
        let cancelled;
        for await (const part of new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(why) { cancelled = String(why); } })) break;
        const failing = await all(new ReadableStream({ pull() { throw new Error('no'); } })).catch((e) => e.message);
        const s = source(); const before = s.locked; s.getReader();
        return [first, cancelled, failing, before, s.locked, await all(ReadableStream.from([1, Promise.resolve(2)]))];";
    assert_eq!(
        streamed(source),
        json!([
            [{ "value": "a", "done": false }, { "value": "b", "done": false }, { "done": true }],
            "undefined", "no", false, true, [1, 2]
        ])
    );
    assert_eq!(
        thrown("(() => { const s = new ReadableStream(); s.getReader(); s.getReader(); })()"),
        "TypeError: This ReadableStream is currently locked to a reader."
    );
}

#[test]
fn tee_gives_every_chunk_to_both() {
    let source = "
        const [a, b] = source('x', 'y').tee();
        const [c, d] = new Response('bytes').body.tee();
        return [await all(a), await all(b), await new Response(c).text(), await new Response(d).text()];";
    assert_eq!(
        streamed(source),
        json!([["x", "y"], ["x", "y"], "bytes", "bytes"])
    );
}

#[test]
fn byob_readers_fill_the_buffer_they_are_given() {
    let source = "
        const r = new Response('hello world').body.getReader({ mode: 'byob' });
        const text = (v) => new TextDecoder().decode(v);
        const one = await r.read(new Uint8Array(5)); const two = await r.readAtLeast(6, new Uint8Array(20)); const end = await r.read(new Uint8Array(5));
        const filled = new ReadableStream({ type: 'bytes', pull(c) { const v = c.byobRequest.view; v[0] = 7; c.byobRequest.respond(1); } });
        const three = await filled.getReader({ mode: 'byob' }).read(new Uint8Array(3));
        const auto = new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 4, pull(c) { c.byobRequest.view[0] = 9; c.byobRequest.respond(1); } });
        const four = await auto.getReader().read();
        return [text(one.value), text(two.value), end.done, end.value.byteLength, [...three.value], [...four.value]];";
    assert_eq!(streamed(source), json!(["hello", " world", true, 0, [7], [9]]));
}

#[test]
fn writable_streams_write_in_order_and_report_errors() {
    let source = "
        const log = [];
        const w = new WritableStream({ async write(c) { log.push(c); if (c === 'bad') throw new Error('full'); }, close() { log.push('closed'); } }).getWriter();
        const size = [w.desiredSize]; const p = w.write(1); size.push(w.desiredSize); await w.ready; await p; await w.write(2); await w.close(); await w.closed;
        const v = new WritableStream({ write() { throw new Error('full'); } }).getWriter();
        const errors = [await v.write(1).catch((e) => e.message), await v.write(2).catch((e) => e.message), await v.closed.catch((e) => e.message), await v.ready.catch((e) => e.message)];
        let why; const a = new WritableStream({ abort(reason) { why = reason; } }); await a.abort('stop');
        return [log, size, errors, why, await a.getWriter().write(1).catch((e) => e)];";
    assert_eq!(
        streamed(source),
        json!([
            [1, 2, "closed"],
            [1, 0],
            ["full", "full", "full", "full"],
            "stop",
            "stop"
        ])
    );
}

#[test]
fn pipes_carry_chunks_errors_and_aborts() {
    let source = "
        const log = [];
        const sink = () => new WritableStream({ write(c) { log.push(c); }, close() { log.push('closed'); }, abort(e) { log.push(`aborted ${e.message ?? e}`); } });
        await source('a', 'b').pipeTo(sink());
        const failed = await new ReadableStream({ start(c) { c.error(new Error('broke')); } }).pipeTo(sink()).catch((e) => e.message);
        let cancelled;
        const back = await new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(e) { cancelled = e.message; } })
          .pipeTo(new WritableStream({ write() { throw new Error('sink'); } })).catch((e) => e.message);
        const c = new AbortController();
        const aborted = new ReadableStream({}).pipeTo(sink(), { signal: c.signal }).catch((e) => e.name);
        c.abort(); await aborted;
        const kept = sink(); await source('z').pipeTo(kept, { preventClose: true });
        return [log, failed, back, cancelled, await aborted, kept.locked];";
    assert_eq!(
        streamed(source),
        json!([
            [
                "a",
                "b",
                "closed",
                "aborted broke",
                "aborted The operation was aborted",
                "z"
            ],
            "broke",
            "sink",
            "sink",
            "AbortError",
            false
        ])
    );
}

#[test]
fn transform_streams_change_what_passes() {
    let source = "
        const upper = new TransformStream({ transform(c, k) { k.enqueue(c.toUpperCase()); }, flush(k) { k.enqueue('!'); } });
        const { readable, writable } = new TransformStream();
        const w = writable.getWriter();
        (async () => { for (const part of ['1', '2']) await w.write(part); await w.close(); })();
        const broken = source('x').pipeThrough(new TransformStream({ transform() { throw new Error('no'); } }));
        const text = source(new Uint8Array([0xe2, 0x82]), new Uint8Array([0xac])).pipeThrough(new TextDecoderStream());
        const round = await new Response(source('h', 'é').pipeThrough(new TextEncoderStream())).text();
        return [await all(source('a', 'b').pipeThrough(upper)), await all(readable), await all(broken).catch((e) => e.message), (await all(text)).join(''), round];";
    assert_eq!(
        streamed(source),
        json!([["A", "B", "!"], ["1", "2"], "no", "€", "hé"])
    );
}

#[test]
fn fixed_length_streams_count() {
    let source = "
        const through = async (length, size) => {
          const { readable, writable } = new FixedLengthStream(length);
          const w = writable.getWriter(), text = new Response(readable).text().catch((e) => e.message);
          const written = w.write(new Uint8Array(size).fill(97)).then(() => w.close()).catch((e) => e.message);
          return [await text, await written];
        };
        const sent = __load('http').responseToHost(new Response(new FixedLengthStream(5).readable))[2];
        return [await through(3, 3), await through(3, 2), await through(3, 4), sent];";
    let short = "FixedLengthStream did not see all expected bytes before close().";
    let long = "Attempt to write too many bytes through a FixedLengthStream.";
    assert_eq!(
        streamed(source),
        json!([
            ["aaa", null],
            [short, short],
            [long, long],
            ["content-length", "5"]
        ])
    );
}

#[test]
fn compression_goes_both_ways() {
    let source = "
        const squeeze = async (format) => {
          const packed = await new Response(new Response('squeeze '.repeat(50)).body.pipeThrough(new CompressionStream(format))).bytes();
          const back = await new Response(new Response(packed).body.pipeThrough(new DecompressionStream(format))).text();
          return packed.length < 100 && back === 'squeeze '.repeat(50);
        };
        const failed = (bytes) => new Response(new Response(bytes).body.pipeThrough(new DecompressionStream('gzip'))).text().catch((e) => e.message);
        return [await squeeze('gzip'), await squeeze('deflate'), await squeeze('deflate-raw'), await failed('not gzip, is it'), await failed(new Uint8Array([0x1f, 0x8b, 8, 0, 0]))];";
    assert_eq!(
        streamed(source),
        json!([
            true,
            true,
            true,
            "Decompression failed.",
            "Called close() on a decompression stream with incomplete data"
        ])
    );
}

#[test]
fn a_body_that_is_only_passed_on_is_never_a_stream() {
    let source = "
        const { responseToHost, responseFromHost } = __load('http');
        const stub = responseFromHost([200, '', [], 7, 'automatic'], '');
        const whole = new Response('text');
        const used = whole.bodyUsed;
        const again = new Response(whole.body, whole);
        return [responseToHost(new Response(stub.body, { headers: { a: '1' } }))[3], used, responseToHost(again)[3], whole.bodyUsed,
          await new Response(new Response('kept').body).text()];";
    assert_eq!(streamed(source), json!([7, false, "text", true, "kept"]));
}

#[test]
fn a_streamed_response_is_pumped_to_the_host() {
    let source = "
        const { responseToHost, requestFromHost } = __load('http');
        const read = (stream) => requestFromHost('POST', 'http://h/', [], stream, null);
        const pumped = (stream) => responseToHost(new Response(stream))[3];
        const encoder = new TextEncoder();
        let cancelled; const endless = pumped(new ReadableStream({ pull(c) { c.enqueue(encoder.encode('tick')); }, cancel(e) { cancelled = e.message; } }));
        const reader = read(endless).body.getReader(); await reader.read(); await reader.cancel();
        const parts = []; for await (const part of read(pumped(source(encoder.encode('a'), encoder.encode('b')))).body) parts.push(new TextDecoder().decode(part));
        const strings = await read(pumped(source('no bytes'))).text().catch((e) => e.message);
        const clone = read(pumped(source(encoder.encode('twice')))); const twin = clone.clone();
        while (!cancelled) await new Promise((resolve) => __load('ops').op(__load('host').default.bodyReadAll(0)).then(resolve));
        return [parts, strings, await clone.text(), await twin.text(), cancelled];";
    assert_eq!(
        streamed(source),
        json!([
            ["a", "b"],
            "This ReadableStream did not return bytes.",
            "twice",
            "twice",
            "The client disconnected."
        ])
    );
}

#[test]
fn a_body_nobody_wants_is_cancelled() {
    let source = "
        const { requestFromHost } = __load('http'), host = __load('host').default, { op } = __load('ops');
        const [sender, stream] = host.bodyCreate();
        const gone = op(host.bodyReaderGone(sender));
        (() => { requestFromHost('POST', 'http://h/', [], stream, null).headers.get('x'); })();
        const [second, kept] = host.bodyCreate();
        const body = (() => requestFromHost('POST', 'http://h/', [], kept, null).body)();
        await op(host.bodyWrite(second, new Uint8Array([104]))); host.bodyClose(second);
        return [await gone, await new Response(body).text()];";
    assert_eq!(value(source), json!([true, "h"]));
}
