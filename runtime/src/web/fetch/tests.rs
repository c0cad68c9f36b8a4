//! fetch against a server that listens on a real socket.

mod server;

use crate::isolate::engine::tests::run;
use server::server;

/// Runs `source` with the server's address as `base` and `failed(promise)`, which tells how it failed.
fn fetching(source: &str) -> String {
    let port = server();
    run(&format!(
        "const base = 'http://127.0.0.1:{port}';
         const failed = (promise) => promise.then(() => 'worked', (e) => `${{e.name}}: ${{e.message}}`);
         {source}"
    ))
}

#[test]
fn requests_carry_method_headers_and_body() {
    let result = fetching(
        "const texts = [];
         for (const [path, init] of [['/echo'], ['/echo', { method: 'POST', body: 'h\\u00e9', headers: { 'X-Test': 'y' } }],
             ['/echo', { method: 'PUT', body: new Uint8Array([65, 66]) }], ['/echo', { method: 'PATCH', body: new URLSearchParams({ a: 'b c' }) }]]) {
           texts.push(await (await fetch(base + path, init)).text());
         }
         texts.push(await (await fetch(new Request(base + '/echo', { method: 'DELETE' }))).text());
         return texts.join('\\n')",
    );
    let expected = [
        r#"GET  ["none", "none", "none"]"#,
        r#"POST hé ["text/plain;charset=utf-8", "none", "y"]"#,
        r#"PUT AB ["none", "none", "none"]"#,
        r#"PATCH a=b+c ["text/plain;charset=utf-8", "none", "none"]"#,
        r#"DELETE  ["none", "none", "none"]"#,
    ];
    assert_eq!(
        serde_json::from_str::<String>(&result).unwrap(),
        expected.join("\n")
    );
}

#[test]
fn responses_carry_status_headers_and_body() {
    let result = fetching(
        "const teapot = await fetch(base + '/teapot');
         const echo = await fetch(base + '/echo?q#f');
         const empty = await fetch(base + '/empty');
         return [teapot.status, teapot.statusText, teapot.ok, await teapot.text(), echo.headers.get('x-a'),
           echo.url.slice(base.length), echo.redirected, empty.body, await (await fetch(base + '/gzip')).text()]",
    );
    assert_eq!(
        result,
        r#"[418,"Tea Please",false,"short and stout","1, 2","/echo?q",false,null,"hello"]"#
    );
}

#[test]
fn a_response_streams_chunk_by_chunk() {
    let result = fetching(
        "const decoder = new TextDecoder();
         const reader = (await fetch(base + '/events?go')).body.getReader();
         const first = decoder.decode((await reader.read()).value);
         await fetch(base + '/signal?go');
         return [first, decoder.decode((await reader.read()).value), (await reader.read()).done]",
    );
    assert_eq!(result, r#"["one","two",true]"#);
}

#[test]
fn a_request_body_streams_too() {
    let result = fetching(
        "const chunks = ['a', 'bc'].map((text) => new TextEncoder().encode(text));
         const body = new ReadableStream({ async pull(c) { await 0; chunks.length > 0 ? c.enqueue(chunks.shift()) : c.close() } });
         return (await fetch(base + '/echo', { method: 'POST', body })).text()",
    );
    assert!(
        ["\"POST [a][bc] ", "\"POST [abc] "]
            .iter()
            .any(|start| result.starts_with(start)),
        "{result}"
    );
}

#[test]
fn redirects_are_followed_as_the_standard_says() {
    let result = fetching(
        "const seen = [];
         const get = async (path, init) => {
           const response = await fetch(base + path, { headers: { authorization: 'me', 'x-test': 'x' }, ...init });
           seen.push([response.status, response.redirected, response.url.slice(base.length), await response.text()].join(' '));
         };
         await get('/redirect?302:/echo');
         await get('/redirect?301:/echo', { method: 'POST', body: 'b' });
         await get('/redirect?307:/echo', { method: 'POST', body: 'b' });
         await get('/redirect?303:/echo', { method: 'PUT', body: 'b' });
         await get(`/redirect?302:${base.replace('127.0.0.1', 'localhost')}/echo`);
         await get('/redirect?302:/echo', { redirect: 'manual' });
         seen.push(await failed(fetch(base + '/redirect?302:ftp://x/')));
         return seen.map((line) => line.replaceAll(/:\\d+/g, ':0')).join('\\n')",
    );
    let expected = [
        r#"200 true /echo GET  ["none", "me", "x"]"#,
        r#"200 true /echo GET  ["none", "me", "x"]"#,
        r#"200 true /echo POST b ["text/plain;charset=utf-8", "me", "x"]"#,
        r#"200 true /echo GET  ["none", "me", "x"]"#,
        r#"200 true /echo GET  ["none", "none", "x"]"#,
        "302 false /redirect?302:/echo elsewhere",
        "TypeError: fetch failed: only http and https, not `ftp:`",
    ];
    assert_eq!(
        serde_json::from_str::<String>(&result).unwrap(),
        expected.join("\n")
    );
}

#[test]
fn endless_redirects_end() {
    let text = fetching("return failed(fetch(base + '/loop'))");
    assert!(
        text.contains("TypeError: fetch failed: `http://127.0.0.1:"),
        "{text}"
    );
    assert!(text.contains("/loop` redirects more than 20 times"), "{text}");
}

#[test]
fn an_aborted_request_is_dropped() {
    let result = fetching(
        "const controller = new AbortController();
         const hanging = failed(fetch(base + '/hang', { signal: controller.signal }));
         await fetch(base + '/wait?hanging');
         controller.abort();
         return [await hanging, await (await fetch(base + '/wait?closed')).text(),
           await failed(fetch(base + '/hang', { signal: AbortSignal.timeout(20) })),
           await failed(fetch(base + '/hang', { signal: AbortSignal.abort() })),
           await failed(fetch(new Request(base + '/hang', { signal: AbortSignal.timeout(5) })))]",
    );
    assert_eq!(
        result,
        r#"["AbortError: The operation was aborted","true","TimeoutError: The operation was aborted due to timeout","AbortError: The operation was aborted","TimeoutError: The operation was aborted due to timeout"]"#
    );
}

#[test]
fn an_abort_breaks_the_body_off() {
    let result = fetching(
        "const controller = new AbortController();
         const response = await fetch(base + '/hang?late', { signal: controller.signal });
         const reader = response.body.getReader();
         const first = new TextDecoder().decode((await reader.read()).value);
         const second = failed(reader.read());
         controller.abort();
         return [first, await second, await (await fetch(base + '/wait?closed')).text()]",
    );
    assert_eq!(
        result,
        r#"["part","AbortError: The operation was aborted","true"]"#
    );
}

#[test]
fn a_cancelled_body_closes_the_connection() {
    let result = fetching(
        "const response = await fetch(base + '/hang?late');
         await response.body.cancel();
         return (await fetch(base + '/wait?closed')).text()",
    );
    assert_eq!(result, r#""true""#);
}

#[test]
fn failures_say_what_failed() {
    let result = fetching(
        "return [await failed(fetch('http://127.0.0.1:1/')), await failed(fetch('ftp://x/')), await failed(fetch('/relative')),
           await failed(fetch(base + '/broken').then((response) => response.text()))]",
    );
    let texts: Vec<String> = serde_json::from_str(&result).unwrap();
    assert!(
        texts[0].starts_with("TypeError: fetch failed: `127.0.0.1`: "),
        "{}",
        texts[0]
    );
    assert!(texts[0].contains("onnection refused"), "{}", texts[0]);
    assert_eq!(
        texts[1],
        "TypeError: fetch failed: only http and https, not `ftp:`"
    );
    assert_eq!(texts[2], "TypeError: Invalid URL: /relative");
    assert!(texts[3].starts_with("Error: "), "{}", texts[3]);
}
