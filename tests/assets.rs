//! Static files: which are served, with which headers, and what happens where there is none.

use crate::support::{Dev, Project};

fn site(config: &str) -> Project {
    Project::with_config(
        &format!("main: 'src/server.js', serve: {{ path: 'public', {config} }}"),
        &[
            ("src/server.js", "export default {}"),
            ("public/index.html", "<h1>home</h1>"),
            ("public/about.html", "about"),
            ("public/sub/index.html", "sub"),
            ("public/with space.txt", "spaced"),
            ("public/data.txt", "0123456789"),
            ("public/.env", "SECRET=1"),
            ("public/.git/config", "secret"),
            ("public/node_modules/a/i.js", "secret"),
            ("secret.txt", "outside"),
        ],
    )
}

#[track_caller]
fn assert_answer(dev: &Dev, path: &str, status: u16, body: &str) {
    let reply = dev.get(path);
    assert_eq!((reply.status, reply.body.as_str()), (status, body), "{path}");
}

#[test]
fn files_are_found_by_their_path() {
    let project = site("");
    let dev = project.dev(&[]);
    assert_answer(&dev, "/", 200, "<h1>home</h1>");
    assert_answer(&dev, "/?q=1", 200, "<h1>home</h1>");
    assert_answer(&dev, "/sub/", 200, "sub");
    assert_answer(&dev, "/sub", 404, "Not found");
    assert_answer(&dev, "/about", 404, "Not found");
    assert_answer(&dev, "/with%20space.txt", 200, "spaced");
    assert_answer(&dev, "/sub/../data.txt", 200, "0123456789");
    let head = dev.request("HEAD", "/data.txt", &[], "");
    assert_eq!(
        (head.status, head.body.as_str(), head.header("content-length")),
        (200, "", Some("10"))
    );
    assert_eq!(dev.request("POST", "/data.txt", &[], "").status, 404);
}

#[test]
fn what_is_hidden_or_outside_is_never_served() {
    let project = site("");
    let dev = project.dev(&[]);
    for path in [
        "/.env",
        "/.git/config",
        "/node_modules/a/i.js",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/sub/..%2f..%2fsecret.txt",
    ] {
        let reply = dev.get(path);
        assert!(
            reply.status >= 400 && !reply.body.to_lowercase().contains("secret=1") && reply.body != "outside",
            "{path}: {reply:?}"
        );
    }
}

#[test]
fn files_have_the_type_that_their_name_says() {
    let types = [
        ("html", "text/html; charset=utf-8"),
        ("css", "text/css; charset=utf-8"),
        ("js", "text/javascript; charset=utf-8"),
        ("mjs", "text/javascript; charset=utf-8"),
        ("json", "application/json; charset=utf-8"),
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
        ("webp", "image/webp"),
        ("ico", "image/x-icon"),
        ("woff2", "font/woff2"),
        ("wasm", "application/wasm"),
        ("webmanifest", "application/manifest+json"),
        ("txt", "text/plain; charset=utf-8"),
        ("mp3", "audio/mpeg"),
        ("mp4", "video/mp4"),
        ("zzz", "application/octet-stream"),
    ];
    let project = site("");
    for (extension, _) in types {
        project.write(&format!("public/f.{extension}"), "x");
    }
    let dev = project.dev(&[]);
    for (extension, expected) in types {
        let reply = dev.get(&format!("/f.{extension}"));
        assert_eq!(reply.header("content-type"), Some(expected), ".{extension}");
        assert_eq!(
            reply.header("access-control-allow-origin"),
            Some("*"),
            ".{extension}"
        );
    }
}

#[test]
fn what_a_browser_has_already_is_not_sent_again() {
    let project = site("");
    let dev = project.dev(&[]);
    let first = dev.get("/data.txt");
    let etag = first.header("etag").unwrap();
    let again = dev.request("GET", "/data.txt", &[("if-none-match", etag)], "");
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(again.header("etag"), Some(etag));

    project.write("public/data.txt", "changed, and longer");
    let changed = dev.request("GET", "/data.txt", &[("if-none-match", etag)], "");
    assert_eq!(
        (changed.status, changed.body.as_str()),
        (200, "changed, and longer")
    );
}

#[test]
fn a_part_of_a_file_can_be_had() {
    let project = site("");
    let dev = project.dev(&[]);
    for (range, status, body, content_range) in [
        ("bytes=2-4", 206, "234", Some("bytes 2-4/10")),
        ("bytes=7-", 206, "789", Some("bytes 7-9/10")),
        ("bytes=-2", 206, "89", Some("bytes 8-9/10")),
        ("bytes=20-", 416, "", Some("bytes */10")),
    ] {
        let reply = dev.request("GET", "/data.txt", &[("range", range)], "");
        assert_eq!(
            (reply.status, reply.header("content-range")),
            (status, content_range),
            "{range}"
        );
        if status == 206 {
            assert_eq!(reply.body, body, "{range}");
        }
    }
}

#[test]
fn a_page_of_its_own_says_that_there_is_nothing() {
    let project = site("");
    project.write("public/404.html", "lost?");
    let dev = project.dev(&[]);
    assert_answer(&dev, "/nowhere", 404, "lost?");
    assert_eq!(
        dev.get("/nowhere").header("content-type"),
        Some("text/html; charset=utf-8")
    );
}

#[test]
fn a_single_page_app_gets_every_navigation() {
    let project = site("singlePageApp: true");
    let dev = project.dev(&[]);
    let navigate = dev.request("GET", "/any/where", &[("sec-fetch-mode", "navigate")], "");
    assert_eq!((navigate.status, navigate.body.as_str()), (200, "<h1>home</h1>"));
    assert_answer(&dev, "/any/where.js", 404, "Not found");
}

#[test]
fn a_file_that_comes_goes_or_changes_is_served_as_it_is() {
    let project = site("");
    let dev = project.dev(&[]);
    assert_answer(&dev, "/new.txt", 404, "Not found");
    project.write("public/new.txt", "one");
    dev.becomes("/new.txt", "one");
    project.write("public/new.txt", "two");
    dev.becomes("/new.txt", "two");
    std::fs::remove_file(project.path("public/new.txt")).unwrap();
    dev.becomes("/new.txt", "Not found");
}

/// The address of the event stream that a live client listens to, as the bundle has it.
fn stream_of(script: &str) -> &str {
    let start = script.find("new EventSource(").unwrap();
    let quoted = &script[start..];
    let from = quoted.find('"').unwrap() + 1;
    let length = quoted[from..].find('"').unwrap();
    &quoted[from..from + length]
}

#[test]
fn live_pages_are_told_of_every_client_build() {
    let project = site("build: 'src/client.ts'");
    project.write("src/client.ts", "console.log('one');");
    let dev = project.dev(&["--live"]);
    let script = dev.text("/dist/client.js");
    let url = stream_of(&script);
    let path = &url[url.find("/esbuild").unwrap_or_default()..];
    let mut stream = dev.stream(path);
    stream.line("retry");
    assert_eq!(stream.line("event"), "event: fixed");
    project.write("src/client.ts", "console.log('two');");
    assert_eq!(stream.line("event"), "event: fixed");
    assert_eq!(stream.line("event"), "event: change");
    let data = stream.line("data");
    assert!(data.contains("/dist/client.js"), "{data}");
    assert!(dev.text("/dist/client.js").contains("two"));
}

#[test]
fn live_pages_are_told_what_is_wrong_with_the_client_and_when_it_is_fixed() {
    let project = site("build: 'src/client.ts'");
    let good = "console.log('one');";
    project.write("src/client.ts", good);
    let dev = project.dev(&["--live"]);
    let mut stream = dev.stream("/__partyrs/live");
    assert_eq!(stream.line("event"), "event: fixed");
    project.write("src/client.ts", "const a = '</script><b>';\nconst b = ;");
    assert_eq!(stream.line("event"), "event: problems");
    assert_eq!(
        stream.line("data"),
        r#"data: [{"message":"Unexpected \";\"","place":"src/client.ts:2:10","frame":"2 │ const b = ;\n  ╵           ^\n","notes":[]}]"#
    );
    // Whoever comes later is told as well.
    assert_eq!(dev.stream("/__partyrs/live").line("event"), "event: problems");
    project.write("src/client.ts", good);
    assert_eq!(stream.line("event"), "event: fixed");
    project.write("src/client.ts", "console.log('two');");
    assert_eq!(stream.line("event"), "event: fixed");
    // Not before: what came of the fix was what had been there.
    assert_eq!(stream.line("event"), "event: change");
}

#[test]
fn while_the_client_does_not_build_a_browser_gets_a_page_and_a_script_that_wait_for_it() {
    let project = site("build: 'src/client.ts'");
    project.write("src/client.ts", "const a = '<b>&';\nimport './<nowhere>';");
    let dev = project.dev(&["--live"]);
    let page = dev.request("GET", "/", &[("accept", "text/html,*/*")], "");
    assert_eq!(page.status, 503);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(
        page.body.contains("Could not resolve \"./&lt;nowhere>\""),
        "{}",
        page.body
    );
    // Also of a file that no build has written yet.
    let script = dev.request("GET", "/dist/client.js", &[("sec-fetch-dest", "script")], "");
    assert_eq!(script.status, 200);
    assert!(script.body.contains("new EventSource"), "{}", script.body);
    assert!(dev.text("/__partyrs/overlay.js").contains("export function show"));
    // Programs get the text.
    let text = dev.get("/");
    assert_eq!(
        (text.status, text.header("content-type")),
        (503, Some("text/plain;charset=UTF-8"))
    );
    assert!(
        text.body
            .starts_with("✘ [ERROR] Could not resolve \"./<nowhere>\"\n"),
        "{}",
        text.body
    );
    project.write("src/client.ts", "console.log('one');");
    dev.becomes("/", "<h1>home</h1>");
}

#[test]
fn without_live_no_page_listens() {
    let project = site("build: 'src/client.ts'");
    project.write("src/client.ts", "console.log('one');");
    let dev = project.dev(&[]);
    assert!(!dev.text("/dist/client.js").contains("EventSource"));
}
