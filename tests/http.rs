//! The URL scheme: which URL reaches what, and the statuses and bodies of those that reach nothing.

use crate::support::{Dev, Project};

const SERVER: &str = r#"
export default class {
  constructor(room) { this.room = room; }
  async onRequest(request) {
    const { pathname, search } = new URL(request.url);
    return new Response([this.room.name, this.room.id, request.method, pathname + search, await request.text()].join("|"));
  }
  onConnect(connection) { connection.send(`${this.room.name}|${this.room.id}`); }
  static async onFetch(request, lobby) {
    const { pathname } = new URL(request.url);
    if (pathname === "/hello") return new Response("hello from " + lobby.env.PLACE, { headers: { "x-one": "1" } });
    if (pathname === "/ask") return lobby.parties.other.get("z").fetch("/deep?x");
    if (pathname === "/boom") throw new Error("kaboom");
  }
}
"#;

const OTHER: &str = r#"
export default class {
  constructor(room) { this.room = room; }
  onRequest() { return new Response(`other ${this.room.name} ${this.room.id}`); }
  static onBeforeRequest(request, lobby) {
    if (lobby.id === "closed") return new Response("closed", { status: 403 });
    if (lobby.id === "locked") throw new Error("no key");
    return request;
  }
  static onBeforeConnect(request) { return new Response("no sockets", { status: 418 }); }
}
"#;

fn project() -> Project {
    Project::with_config(
        "main: 'src/main.js', parties: { other: 'src/other.js', 'with-dash_1': 'src/mute.js' }, serve: 'public', \
         vars: { PLACE: 'here' }",
        &[
            ("src/main.js", SERVER),
            ("src/other.js", OTHER),
            ("src/mute.js", "export default {}"),
            ("public/party/x", "never served"),
            ("public/index.html", "home"),
        ],
    )
}

#[track_caller]
fn assert_answers(dev: &Dev, cases: &[(&str, u16, &str)]) {
    for (path, status, body) in cases {
        let reply = dev.get(path);
        assert_eq!((reply.status, reply.body.as_str()), (*status, *body), "{path}");
    }
}

#[test]
fn a_url_names_a_party_and_a_room() {
    let project = project();
    let dev = project.dev(&[]);
    assert_answers(
        &dev,
        &[
            ("/party/x", 200, "main|x|GET|/party/x|"),
            ("/parties/main/x", 200, "main|x|GET|/parties/main/x|"),
            ("/party/x/deep/er?q=1", 200, "main|x|GET|/party/x/deep/er?q=1|"),
            ("/party/a%20b", 200, "main|a%20b|GET|/party/a%20b|"),
            ("/parties/other/y", 200, "other other y"),
            ("/parties/nobody/x", 404, "Party nobody not found"),
            ("/parties/OTHER/x", 404, "Party OTHER not found"),
            ("/parties/with-dash_1/x", 500, "No onRequest handler"),
            ("/parties//x", 500, "No party found in request url"),
            ("/party/", 404, "Not found"),
            ("/parties/main", 404, "Not found"),
            ("/Party/x", 404, "Not found"),
        ],
    );
    let reply = dev.request("POST", "/party/x", &[], "a body");
    assert_eq!(reply.body, "main|x|POST|/party/x|a body");
    assert_eq!(reply.header("content-type"), Some("text/plain;charset=UTF-8"));
}

#[test]
fn what_names_no_room_goes_to_the_main_party() {
    let project = project();
    let dev = project.dev(&[]);
    assert_answers(
        &dev,
        &[
            ("/", 200, "home"),
            ("/hello", 200, "hello from here"),
            ("/ask", 200, "other other z"),
            ("/boom", 500, "kaboom"),
            ("/nothing", 404, "Not found"),
        ],
    );
    assert_eq!(dev.get("/hello").header("x-one"), Some("1"));
}

#[test]
fn a_party_may_refuse_requests_and_sockets_before_they_reach_a_room() {
    let project = project();
    let dev = project.dev(&[]);
    assert_answers(
        &dev,
        &[
            ("/parties/other/closed", 403, "closed"),
            ("/parties/other/locked", 401, "no key"),
        ],
    );
    assert_eq!(dev.refused("/parties/other/y"), (418, "no sockets".to_owned()));
    assert_eq!(
        dev.refused("/parties/nobody/y"),
        (404, "Party nobody not found".to_owned())
    );
    assert_eq!(dev.connect("/parties/main/y").next(), "main|y");
}

#[test]
fn what_a_room_throws_becomes_the_answer() {
    let project = Project::server(
        r#"export default class {
          onRequest(request) {
            const what = new URL(request.url).searchParams.get("throw");
            if (what === "error") throw new Error("plain");
            if (what === "code") throw Object.assign(new Error("teapot"), { code: 418 });
            if (what === "empty") throw new Error();
            if (what === "nothing") return undefined;
            return new Response(null, { status: 204 });
          }
        }"#,
    );
    let dev = project.dev(&[]);
    assert_answers(
        &dev,
        &[
            ("/party/r", 204, ""),
            ("/party/r?throw=error", 500, "plain"),
            ("/party/r?throw=code", 418, "teapot"),
            (
                "/party/r?throw=empty",
                500,
                "Uncaught exception when making a request",
            ),
            (
                "/party/r?throw=nothing",
                500,
                "Incorrect type for Promise: the Promise did not resolve to 'Response'.",
            ),
        ],
    );
}

#[test]
fn requests_are_logged_in_a_line_each() {
    let project = project();
    let dev = project.dev(&[]);
    dev.get("/party/x?secret=1");
    dev.get("/nothing");
    dev.request("POST", "/hello", &[], "");
    dev.says("POST /hello");
    let outcome = dev.stop();
    assert!(
        outcome.stdout.ends_with(
            "[pk:inf] - http://127.0.0.1:[port]\n\
             [pk:inf] GET /party/x 200 OK ([time])\n\
             [pk:inf] GET /nothing 404 Not Found ([time])\n\
             [pk:inf] POST /hello 200 OK ([time])\n\
             Local server shut down\n"
        ),
        "{}",
        outcome.stdout
    );
}

#[test]
fn an_answer_may_come_piece_by_piece() {
    let project = Project::server(
        r#"export default class {
          constructor(room) { this.waiting = []; }
          onRequest(request) {
            if (request.method === "POST") {
              for (const send of this.waiting) send();
              return new Response("told");
            }
            const { readable, writable } = new TransformStream();
            const writer = writable.getWriter();
            const say = (text) => writer.write(new TextEncoder().encode(text));
            say("data: one\n\n");
            this.waiting.push(() => say("data: two\n\n").then(() => writer.close()));
            return new Response(readable, { headers: { "content-type": "text/event-stream" } });
          }
        }"#,
    );
    let dev = project.dev(&[]);
    let mut stream = dev.stream("/party/r");
    assert_eq!(stream.line("data"), "data: one");
    assert_eq!(dev.request("POST", "/party/r", &[], "").body, "told");
    assert_eq!(stream.line("data"), "data: two");
}

#[test]
fn a_body_that_nobody_reads_does_not_break_the_answer_off() {
    let project = project();
    let dev = project.dev(&[]);
    // More than a connection holds on its way.
    let body = "x".repeat(16 * 1024 * 1024);
    for (path, status) in [
        ("/nowhere", 404),
        ("/parties/other/closed", 403),
        ("/parties/other/open", 200),
    ] {
        assert_eq!(dev.request("POST", path, &[], &body).status, status, "{path}");
    }
}
