//! What user code throws: shown at its place in the user's files, and it stops nothing.

use crate::support::Project;

#[test]
fn a_property_that_cannot_be_read_is_shown_at_its_place() {
    let server = r#"export default class {
  constructor(room) {}
  onRequest(request) {
    const sum = new URL(request.url).search.length + 1;
    const nothing: any = { list: [] };
    const first = nothing.list[0]
      // Whoever comes first has a name.
      .name;
    return new Response(first + sum);
  }
}
"#;
    let project = Project::server(server);
    let dev = project.dev(&[]);
    dev.get("/party/r");
    dev.complains("Uncaught TypeError: cannot read property 'name' of undefined");
    let frame = dev.complains("(src/server.ts");
    let place = place_of(server, "name;");
    assert!(
        frame.contains(&format!("\n    src/server.ts:{place}\n")),
        "{frame}"
    );
}

#[test]
fn a_throw_in_a_handler_is_shown_at_its_place_and_stops_nothing() {
    let server = r#"import type * as Party from "partykit/server";
interface Spaces { here: string }
export default class Thrower implements Party.Server {
  static onBeforeRequest(request: Party.Request) { if (request.url.includes("before")) throw new Error("in before request"); return request; }
  static onBeforeConnect(request: Party.Request) { if (request.url.includes("before")) throw new Error("in before connect"); return request; }
  static onFetch(): Response { throw new Error("in fetch"); }
  constructor(readonly room: Party.Room) { if (room.id === "constructor") throw new Error("in constructor"); }
  onStart() { if (this.room.id === "start") throw new Error("in start"); }
  onConnect(connection: Party.Connection) { if (this.room.id === "connect") throw new Error("in connect"); connection.send("hi"); }
  async onMessage(message: string, connection: Party.Connection) {
    if (message === "throw") throw new Error("in message");
    if (message === "timer") setTimeout(() => { throw new Error("in timer"); });
    if (message === "forgotten") void Promise.reject(new Error("forgotten"));
    if (message === "alarm") await this.room.storage.setAlarm(Date.now());
    connection.send(message);
  }
  onClose() { throw new Error("in close"); }
  onRequest(): Response { throw new Error("in request"); }
  onAlarm() { throw new Error("in alarm"); }
}
"#;
    let project = Project::server(server);
    let dev = project.dev(&[]);
    let shown = |message: &str, handler: &str| {
        let place = place_of(server, &format!("new Error(\"{message}\")"));
        let headline = dev.complains(&format!("Uncaught Error: {message}"));
        assert!(headline.contains("✘ [ERROR] "), "{headline}");
        let origin = dev.complains("    in ");
        assert!(
            origin.ends_with(&format!("    in {handler}\n")),
            "{message}: {origin}"
        );
        let frame = dev.complains("(src/server.ts");
        assert!(
            frame.contains(&format!("\n    src/server.ts:{place}\n")),
            "{message}: {frame}"
        );
    };

    assert_eq!(dev.get("/party/before").body, "in before request");
    shown("in before request", "onBeforeRequest");
    assert_eq!(
        dev.refused("/party/before"),
        (401, "in before connect".to_owned())
    );
    shown("in before connect", "onBeforeConnect");
    assert_eq!(dev.get("/page").body, "in fetch");
    shown("in fetch", "onFetch");
    assert_eq!(dev.get("/party/constructor").body, "in constructor");
    shown("in constructor", "constructor, room main/constructor");
    assert_eq!(dev.get("/party/start").body, "in start");
    shown("in start", "onStart, room main/start");
    assert_eq!(dev.get("/party/r").body, "in request");
    shown("in request", "onRequest, room main/r");

    let mut refused = dev.connect("/party/connect");
    assert_eq!(refused.next(), "close 1011 in connect");
    shown("in connect", "onConnect, room main/connect");

    let mut socket = dev.connect("/party/r");
    assert_eq!(socket.next(), "hi");
    socket.send("throw");
    shown("in message", "onMessage, room main/r");
    assert_eq!(socket.ask("timer"), "timer");
    shown("in timer", "a timer, room main/r");
    assert_eq!(socket.ask("forgotten"), "forgotten");
    shown("forgotten", "an unhandled rejection, room main/r");
    assert_eq!(socket.ask("alarm"), "alarm");
    shown("in alarm", "onAlarm, room main/r");
    assert_eq!(socket.ask("still here"), "still here");
    socket.close();
    shown("in close", "onClose, room main/r");

    assert_eq!(dev.connect("/party/r").next(), "hi");
    assert_eq!(dev.stop().code, Some(0));
}

#[test]
fn an_error_that_user_code_prints_has_its_places_in_the_users_files() {
    let server = r#"interface Spaces { here: string }
export default class {
  onRequest() {
    try { this.play(); } catch (error) { console.error("caught", error); }
    return new Response("ok");
  }
  play() { throw new TypeError("too fast"); }
}
"#;
    let project = Project::server(server);
    let dev = project.dev(&[]);
    assert_eq!(dev.text("/party/r"), "ok");
    let shown = dev.complains("    at onRequest");
    // Which column of a line the engine names is its own affair.
    let lines: Vec<&str> = shown
        .lines()
        .map(|line| line.rsplit_once(':').map_or(line, |(place, _)| place))
        .collect();
    assert_eq!(
        lines[lines.len() - 3..],
        [
            "✘ [main/r] caught TypeError: too fast  src/server.ts:4",
            "    at play (src/server.ts:7",
            "    at onRequest (src/server.ts:4"
        ],
        "{shown}"
    );
    assert_eq!(dev.stop().code, Some(0));
}

/// `line:column` of a text that stands once in `source`.
fn place_of(source: &str, text: &str) -> String {
    let (before, _) = source.split_once(text).unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.lines().last().unwrap().chars().count() + 1;
    format!("{line}:{column}")
}
