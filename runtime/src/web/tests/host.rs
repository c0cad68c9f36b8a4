//! Requests and responses on their way between a room and its host.

use super::{streamed, value};
use serde_json::json;

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
        const body = () => host.bodyCreate(null);
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
        const [sender, stream] = host.bodyCreate(null);
        const gone = op(host.bodyReaderGone(sender));
        (() => { requestFromHost('POST', 'http://h/', [], stream, null).headers.get('x'); })();
        const [second, kept] = host.bodyCreate(null);
        const body = (() => requestFromHost('POST', 'http://h/', [], kept, null).body)();
        await op(host.bodyWrite(second, new Uint8Array([104]))); host.bodyClose(second);
        return [await gone, await new Response(body).text()];";
    assert_eq!(value(source), json!([true, "h"]));
}
