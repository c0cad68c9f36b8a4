//! Responses that are encoded on their way out: files as clients ask for them, responses of user code as their
//! `content-encoding` promises.

use crate::support::{Answer, get, worker};
use std::io::Read;

fn decoded(answer: &Answer) -> String {
    let mut text = String::new();
    let bytes = &answer.body[..];
    match answer.header("content-encoding") {
        Some("gzip") => flate2::read::GzDecoder::new(bytes).read_to_string(&mut text),
        Some("br") => brotli::Decompressor::new(bytes, 4096).read_to_string(&mut text),
        other => panic!("the encoding is {other:?}"),
    }
    .unwrap();
    text
}

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("page.html", "<p>words</p>".repeat(20_000)),
        ("image.png", "no image".to_owned()),
        ("404.html", "nothing here".to_owned()),
    ];
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

const NOTHING: &str = "return null";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_in_the_coding_that_is_asked_for() {
    let folder = site();
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    let runtime = worker(NOTHING, Some(folder.path())).await;
    for (accept, coding) in [("gzip, br", "gzip"), ("br, gzip", "br"), ("gzip;q=0.1, br", "br")] {
        let answer = get(&runtime, "/page.html", &format!("accept-encoding: {accept}\r\n")).await;
        assert_eq!(answer.header("content-encoding"), Some(coding), "{accept}");
        assert_eq!(answer.header("content-length"), None, "{accept}");
        assert_eq!(answer.header("vary"), Some("accept-encoding"), "{accept}");
        assert!(answer.body.len() < page.len() / 10, "{}", answer.body.len());
        assert_eq!(decoded(&answer), page, "{accept}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_stays_plain_for_who_wants_no_coding_or_only_a_part() {
    let folder = site();
    let runtime = worker(NOTHING, Some(folder.path())).await;
    let whole = std::fs::read(folder.path().join("page.html")).unwrap();
    for headers in [
        "",
        "accept-encoding: identity\r\n",
        "accept-encoding: deflate\r\n",
    ] {
        let answer = get(&runtime, "/page.html", headers).await;
        let length = answer.header("content-length").map(str::to_owned);
        assert_eq!(
            (answer.header("content-encoding"), length),
            (None, Some(whole.len().to_string()))
        );
        assert_eq!(answer.body, whole);
    }
    let part = get(
        &runtime,
        "/page.html",
        "accept-encoding: gzip\r\nrange: bytes=3-7\r\n",
    )
    .await;
    assert_eq!((part.status, part.text().as_str()), (206, "words"));
    assert_eq!(part.header("content-encoding"), None);
    let image = get(&runtime, "/image.png", "accept-encoding: gzip\r\n").await;
    assert_eq!(
        (image.header("content-encoding"), image.header("vary")),
        (None, None)
    );
    let refused = get(&runtime, "/page.html", "accept-encoding: identity;q=0\r\n").await;
    assert_eq!(
        (refused.status, refused.text().as_str()),
        (415, "Unsupported Media Type")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encoded_file_is_validated_by_its_own_tag() {
    let folder = site();
    let runtime = worker(NOTHING, Some(folder.path())).await;
    let plain = get(&runtime, "/page.html", "").await;
    let answer = get(&runtime, "/page.html", "accept-encoding: gzip\r\n").await;
    let tag = answer.header("etag").unwrap().to_owned();
    assert_eq!(tag, format!("w/{}", plain.header("etag").unwrap()));
    let tag = tag.replacen('w', "W", 1);
    let again = get(
        &runtime,
        "/page.html",
        &format!("accept-encoding: gzip\r\nif-none-match: {tag}\r\n"),
    )
    .await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("content-encoding"), None);
}

/// The worker's responses by path.
const RESPONSES: &str = "
    const headers = { 'content-encoding': 'gzip' };
    switch (new URL(request.url).pathname) {
      case '/whole': return new Response('hello '.repeat(100), { headers });
      case '/br': return new Response('hello', { headers: { 'content-encoding': 'br' } });
      case '/manual': return new Response('as it is', { headers, encodeBody: 'manual' });
      case '/unknown': return new Response('as it is', { headers: { 'content-encoding': 'own' } });
      case '/stream': {
        const parts = ['a', 'b', 'c'];
        const encoder = new TextEncoder();
        return new Response(new ReadableStream({
          async pull(c) { await 0; parts.length ? c.enqueue(encoder.encode(parts.shift())) : c.close(); },
        }), { headers });
      }
    }";

#[tokio::test(flavor = "multi_thread")]
async fn what_user_code_calls_gzip_becomes_gzip() {
    let runtime = worker(RESPONSES, None).await;
    let whole = get(&runtime, "/whole", "").await;
    assert_eq!(decoded(&whole), "hello ".repeat(100));
    assert_eq!(decoded(&get(&runtime, "/stream", "").await), "abc");
    let br = get(&runtime, "/br", "").await;
    assert_eq!(br.header("content-encoding"), Some("br"));
    assert_eq!(decoded(&br), "hello");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_user_code_encoded_itself_or_we_do_not_know_is_left_alone() {
    let runtime = worker(RESPONSES, None).await;
    for (path, coding) in [("/manual", "gzip"), ("/unknown", "own")] {
        let answer = get(&runtime, path, "accept-encoding: gzip\r\n").await;
        assert_eq!(answer.header("content-encoding"), Some(coding));
        assert_eq!(answer.text(), "as it is");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_cannot_read_gzip_gets_what_it_can() {
    let runtime = worker(RESPONSES, None).await;
    let plain = get(&runtime, "/stream", "accept-encoding: identity\r\n").await;
    assert_eq!(
        (plain.header("content-encoding"), plain.text().as_str()),
        (None, "abc")
    );
    let br = get(&runtime, "/stream", "accept-encoding: br\r\n").await;
    assert_eq!(br.header("content-encoding"), Some("br"));
    assert_eq!(decoded(&br), "abc");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_user_code_is_encoded_for_who_asks_for_it() {
    let fetch = "const type = new URL(request.url).searchParams.get('type');
        const headers = { 'content-type': type, etag: '\"a\"' };
        if (request.url.includes('final')) headers['cache-control'] = 'no-transform';
        return new Response('words '.repeat(request.url.includes('empty') ? 0 : 100), { headers });";
    let runtime = worker(fetch, None).await;
    let answer = get(&runtime, "/?type=text/plain", "accept-encoding: br, gzip\r\n").await;
    assert_eq!(decoded(&answer), "words ".repeat(100));
    assert_eq!(answer.header("vary"), Some("accept-encoding"));
    assert_eq!(answer.header("etag"), Some("w/\"a\""));
    for (path, accept) in [
        ("/?type=text/plain", "identity"),
        ("/?type=text/plain", "deflate"),
        ("/?type=image/png", "gzip"),
        ("/?type=text/event-stream", "gzip"),
        ("/?type=text/plain&final", "gzip"),
        ("/?type=text/plain&empty", "gzip"),
    ] {
        let answer = get(&runtime, path, &format!("accept-encoding: {accept}\r\n")).await;
        assert_eq!(answer.header("content-encoding"), None, "{path} {accept}");
        assert_eq!(answer.header("vary"), None, "{path} {accept}");
    }
}
