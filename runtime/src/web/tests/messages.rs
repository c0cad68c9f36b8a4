//! Requests and responses: headers, bodies, forms.

use super::{thrown, value};
use serde_json::json;

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
            "multipart/form-data; boundary"
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
fn a_data_url_is_fetched_without_a_network() {
    let source = "
        const r = await fetch('data:text/plain;a=b,X%20%C3%A9#f');
        const bytes = await fetch('data:;base64,/wA=');
        const head = await fetch('data:,X', { method: 'HEAD' });
        return [r.status, r.url, r.headers.get('content-type'), await r.text(), bytes.headers.get('content-type'),
          [...await bytes.bytes()], head.body];";
    let plain = "text/plain;charset=US-ASCII";
    assert_eq!(
        value(source),
        json!([
            200,
            "data:text/plain;a=b,X%20%C3%A9",
            "text/plain;a=b",
            "X é",
            plain,
            [255, 0],
            null
        ])
    );
    assert_eq!(
        thrown("fetch('data:X')"),
        "TypeError: Fetch API cannot load: data:X"
    );
}

#[test]
fn the_blob_of_a_body_has_its_type() {
    let source = "
        const typed = (type) => new Response('', { headers: { 'content-type': type } }).blob().then((blob) => blob.type);
        return [await typed('Text/HTML; Charset=\"UTF-8\"'), await typed('text/plain, text/html')];";
    assert_eq!(value(source), json!(["text/html;charset=UTF-8", "text/html"]));
}

#[test]
fn a_stream_stays_locked_when_its_body_was_read() {
    let source = "
        const streamed = new Response(new ReadableStream({ start(c) { c.close(); } }));
        const whole = new Response('x');
        await streamed.text(); await whole.text();
        return [streamed.body.locked, whole.body.locked];";
    assert_eq!(value(source), json!([true, true]));
}

#[test]
fn entries_of_a_form_may_change_while_it_is_iterated() {
    let source = "
        const form = new FormData();
        for (const name of ['a', 'b', 'c']) form.append(name, '');
        const seen = [];
        for (const [name] of form) { seen.push(name); form.delete('b'); }
        return seen;";
    assert_eq!(value(source), json!(["a", "c"]));
}

#[test]
fn an_error_response_is_one_and_cannot_be_sent() {
    let source =
        "const r = Response.error(); return [r.type, r.status, r.statusText, r.body, new Response().type];";
    assert_eq!(value(source), json!(["error", 0, "", null, "default"]));
    assert_eq!(
        thrown("Response.error().headers.set('a', '1')"),
        "TypeError: Can't modify immutable headers."
    );
    assert_eq!(
        thrown("new Response('', { statusText: 'a\\nb' })"),
        "TypeError: Invalid statusText"
    );
}

#[test]
fn what_a_request_cannot_do_is_refused() {
    let source = "return new Request('http://a/', { cache: 'no-store', integrity: '' }).cache;";
    assert_eq!(value(source), json!("no-store"));
    let request = |init: &str| thrown(&format!("new Request('http://a/', {{ {init} }})"));
    assert_eq!(
        request("cache: 'reload'"),
        "TypeError: Unsupported cache mode: reload"
    );
    assert_eq!(
        request("method: 'Track'"),
        "TypeError: Invalid HTTP method string: Track"
    );
    assert!(request("integrity: 'sha256-x'").starts_with("TypeError: Subrequest integrity checking"));
}
