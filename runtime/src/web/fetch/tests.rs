//! fetch against a server that listens on a real socket.

use crate::isolate::engine::tests::run;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// `hello`, gzipped.
const GZIPPED: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0,
];

/// What one connection of the server waits for and another one brings about.
#[derive(Default)]
struct Signals {
    happened: Mutex<Vec<String>>,
    changed: Condvar,
}

impl Signals {
    fn set(&self, name: &str) {
        self.happened.lock().unwrap().push(name.to_owned());
        self.changed.notify_all();
    }

    /// Whether `name` happened within five seconds.
    fn wait(&self, name: &str) -> bool {
        let missing = |happened: &mut Vec<String>| !happened.iter().any(|it| it == name);
        let happened = self.happened.lock().unwrap();
        let deadline = Duration::from_secs(5);
        let (_guard, late) = self
            .changed
            .wait_timeout_while(happened, deadline, missing)
            .unwrap();
        !late.timed_out()
    }
}

/// The server's port; it lives as long as the test.
fn server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let signals = Arc::new(Signals::default());
    thread::spawn(move || {
        for connection in listener.incoming() {
            let signals = signals.clone();
            thread::spawn(move || while_open(connection.unwrap(), &signals));
        }
    });
    port
}

fn while_open(stream: TcpStream, signals: &Signals) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(request) = Incoming::read(&mut reader) {
        if answer(&request, &stream, signals).is_err() {
            return;
        }
    }
}

struct Incoming {
    method: String,
    path: String,
    headers: String,
    body: String,
}

impl Incoming {
    fn read(reader: &mut BufReader<TcpStream>) -> Option<Self> {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|&bytes| bytes > 0)?;
        let mut words = line.split(' ').map(str::to_owned);
        let (method, path) = (words.next()?, words.next()?);
        let mut headers = String::new();
        while !headers.ends_with("\r\n\r\n") && headers != "\r\n" {
            reader.read_line(&mut headers).ok().filter(|&bytes| bytes > 0)?;
        }
        let headers = headers.to_lowercase();
        let body = if headers.contains("transfer-encoding: chunked") {
            chunked(reader)?
        } else {
            counted(reader, &headers)?
        };
        Some(Self {
            method,
            path,
            headers,
            body,
        })
    }

    fn header(&self, name: &str) -> String {
        header(&self.headers, name).unwrap_or("none").to_owned()
    }
}

fn header<'h>(headers: &'h str, name: &str) -> Option<&'h str> {
    headers
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn counted(reader: &mut impl Read, headers: &str) -> Option<String> {
    let length = header(headers, "content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    String::from_utf8(body).ok()
}

/// The chunks of a body, each in brackets.
fn chunked(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut body = String::new();
    loop {
        let mut size = String::new();
        reader.read_line(&mut size).ok()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk).ok()?;
        if size == 0 {
            return Some(body);
        }
        body += &format!("[{}]", String::from_utf8_lossy(&chunk[..size]));
    }
}

fn answer(request: &Incoming, mut stream: &TcpStream, signals: &Signals) -> std::io::Result<()> {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    match path {
        "/echo" => {
            let parts = ["content-type", "authorization", "x-test"].map(|name| request.header(name));
            reply(
                stream,
                "200 OK",
                "x-a: 1\r\nx-a: 2\r\n",
                format!("{} {} {:?}", request.method, request.body, parts).as_bytes(),
            )
        }
        "/gzip" => reply(stream, "200 OK", "content-encoding: gzip\r\n", GZIPPED),
        "/teapot" => reply(stream, "418 Tea Please", "", b"short and stout"),
        "/empty" => stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n"),
        "/redirect" => {
            let (status, to) = query.split_once(':').unwrap();
            reply(
                stream,
                &format!("{status} There"),
                &format!("location: {to}\r\n"),
                b"elsewhere",
            )
        }
        "/loop" => reply(stream, "302 Again", "location: /loop\r\n", b""),
        "/events" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n")?;
            assert!(signals.wait(query), "nobody said `{query}`");
            stream.write_all(b"3\r\ntwo\r\n0\r\n\r\n")
        }
        "/signal" => {
            signals.set(query);
            reply(stream, "200 OK", "", b"")
        }
        "/broken" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart")?;
            Err(std::io::ErrorKind::ConnectionAborted.into())
        }
        // Answers nothing more; says `closed` once the client has gone.
        "/hang" => {
            if query == "late" {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart")?;
            }
            signals.set("hanging");
            let _ = stream.read(&mut [0]);
            signals.set("closed");
            Err(std::io::ErrorKind::ConnectionAborted.into())
        }
        "/wait" => reply(stream, "200 OK", "", signals.wait(query).to_string().as_bytes()),
        other => panic!("no route {other}"),
    }
}

fn reply(mut stream: &TcpStream, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)
}

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
