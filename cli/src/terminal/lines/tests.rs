//! The design of each line: the whole text as it is seen, without colours.

use super::*;
use crate::bundle::messages::{Location, Note};
use crate::error::{Detail, ErrorKind};
use partyrs_runtime::{PartyName, RoomId, RoomKey, StackFrame};
use std::net::{Ipv4Addr, SocketAddr};

const PLAIN: Lines = Lines {
    look: Look::Plain,
    cwd: PathBuf::new(),
};
const TERMINAL: Lines = Lines {
    look: Look::Terminal,
    cwd: PathBuf::new(),
};

#[track_caller]
fn assert_shown(text: &str, expected: &str) {
    let text = anstream::adapter::strip_str(text).to_string();
    assert_eq!(text, expected, "\n{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "wider than 80 columns:\n{text}"
    );
}

fn site() -> Site {
    Site {
        scheme: "http",
        address: SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 1999),
    }
}

fn lobby() -> Origin {
    Origin::Room(RoomKey::new(
        PartyName::new("main").unwrap(),
        RoomId::new("lobby"),
    ))
}

fn position(line: u32, column: u32, text: Option<&str>) -> SourcePosition {
    SourcePosition {
        file: "party/server.ts".to_owned(),
        line,
        column,
        text: text.map(str::to_owned),
    }
}

fn place(line: usize, column: usize, length: usize, text: &str) -> Place {
    Place {
        file: "partykit.json".into(),
        line,
        column,
        length,
        text: text.to_owned(),
    }
}

#[test]
fn the_banner_has_a_rule_below() {
    assert_shown(&banner("0.1.0"), "🎈 partyrs v0.1.0\n------------------");
}

#[test]
fn an_error_shows_the_place_and_the_way_out() {
    let error = Error::new(ErrorKind::Config, "Could not find main: src/gone.ts")
        .at(place(2, 11, 13, r#"  "main": "src/gone.ts","#))
        .hint("did you mean `src/done.ts`?");
    assert_shown(
        &PLAIN.error(&error),
        r#"✘ [ERROR] Could not find main: src/gone.ts

    partykit.json:2:11
      2 │   "main": "src/gone.ts",
        ╵           ~~~~~~~~~~~~~

    hint: did you mean `src/done.ts`?
"#,
    );
}

#[test]
fn an_error_shows_each_of_its_problems() {
    let detail = |label: &str, place, hint: Option<&str>| Detail {
        label: label.to_owned(),
        place,
        hint: hint.map(str::to_owned),
    };
    let mut error = Error::new(ErrorKind::Config, "Validation error: two things");
    error.details = vec![
        detail("expected a string", place(2, 9, 1, "  main: 1,"), None),
        detail(
            "unknown field",
            place(3, 3, 4, "  prot: 1,"),
            Some("did you mean `port`?"),
        ),
    ];
    assert_shown(
        &PLAIN.error(&error),
        "✘ [ERROR] Validation error: two things

    partykit.json:2:9
      2 │   main: 1,
        ╵         ^ expected a string

    partykit.json:3:3
      3 │   prot: 1,
        ╵   ~~~~ unknown field

    hint: did you mean `port`?
",
    );
}

#[test]
fn an_error_names_its_causes() {
    let cause = std::io::Error::other("the disk is full");
    let error = Error::new(ErrorKind::Other, "cannot write `a`").caused_by(cause);
    assert_shown(
        &PLAIN.error(&error),
        "✘ [ERROR] cannot write `a`\n    because: the disk is full\n",
    );
}

#[test]
fn a_warning_has_a_headline_and_notes() {
    assert_shown(&warning("one line"), "▲ [WARNING] one line\n");
    assert_shown(
        &warning("first\nsecond\nthird"),
        "▲ [WARNING] first\n\n    second\n    third\n",
    );
    assert_shown(
        &port_moved(1999, 2000),
        "▲ [WARNING] port 1999 is already in use: using 2000 instead

    ask for a port with `--port` to get that one or an error
",
    );
}

#[test]
fn the_ready_lines_are_partykits_in_a_pipe_and_bare_on_a_terminal() {
    let reachable = ["127.0.0.1", "192.168.0.7"].map(|text| text.parse().unwrap());
    assert_shown(
        &PLAIN.ready(site(), &reachable),
        "[pk:inf] Ready on http://0.0.0.0:1999
[pk:inf] - http://127.0.0.1:1999
[pk:inf] - http://192.168.0.7:1999",
    );
    assert_shown(
        &TERMINAL.ready(site(), &reachable),
        "Ready on http://0.0.0.0:1999\n- http://127.0.0.1:1999\n- http://192.168.0.7:1999",
    );
}

#[test]
fn a_reload_is_one_line() {
    let took = Duration::from_millis(42);
    assert_shown(
        &PLAIN.reloaded(&Reload::Server(site()), Some("party/server.ts"), took),
        "[pk:inf] Updated and ready on http://0.0.0.0:1999 party/server.ts (42ms)",
    );
    assert_shown(
        &TERMINAL.reloaded(&Reload::Client, None, took),
        "Updated the client (42ms)",
    );
}

#[test]
fn a_request_is_one_line() {
    let took = Duration::from_micros(3_900);
    assert_shown(
        &PLAIN.request("GET", "/hello", 200, took),
        "[pk:inf] GET /hello 200 OK (3ms)",
    );
    assert_shown(
        &TERMINAL.request("GET", "/party/a", 101, took),
        "GET /party/a 101 Switching Protocols (3ms)",
    );
    assert_shown(&TERMINAL.request("GET", "/x", 799, took), "GET /x 799 (3ms)");
}

#[test]
fn console_output_names_the_room_and_the_position() {
    let at = position(12, 5, None);
    let log = |lines: &Lines, origin: &Origin, level| lines.console(origin, level, "hello", Some(&at));
    assert_shown(&log(&PLAIN, &Origin::Edge, ConsoleLevel::Log), "hello");
    assert_shown(&log(&PLAIN, &lobby(), ConsoleLevel::Debug), "[main/lobby] hello");
    assert_shown(
        &log(&PLAIN, &lobby(), ConsoleLevel::Warn),
        "▲ [main/lobby] hello  party/server.ts:12:5",
    );
    assert_shown(
        &log(&TERMINAL, &lobby(), ConsoleLevel::Log),
        "[main/lobby] hello  party/server.ts:12:5",
    );
    assert_shown(
        &log(&TERMINAL, &Origin::Edge, ConsoleLevel::Error),
        "✘ hello  party/server.ts:12:5",
    );
}

#[test]
fn an_exception_shows_handler_source_and_stack() {
    let frame = |function: &str, position| StackFrame {
        function: function.to_owned(),
        position,
    };
    let exception = Exception {
        origin: lobby(),
        handler: "onMessage".to_owned(),
        message: "Error: kaboom".to_owned(),
        frames: vec![
            frame("fail", position(4, 9, Some("  throw new Error(\"kaboom\");"))),
            frame("", position(12, 5, None)),
        ],
    };
    assert_shown(
        &PLAIN.exception(&exception),
        r#"✘ [ERROR] Uncaught Error: kaboom
    in onMessage, room main/lobby

    party/server.ts:4:9
      4 │   throw new Error("kaboom");
        ╵         ^

    at fail (party/server.ts:4:9)
    at <anonymous> (party/server.ts:12:5)
"#,
    );
    let bare = Exception {
        origin: Origin::Edge,
        frames: Vec::new(),
        ..exception
    };
    assert_shown(
        &PLAIN.exception(&bare),
        "✘ [ERROR] Uncaught Error: kaboom\n    in onMessage\n",
    );
}

#[test]
fn a_build_message_is_esbuilds() {
    let location = |line: usize, column: usize, length: usize, text: &str| Location {
        file: "src/server.ts".to_owned(),
        line,
        column,
        length,
        line_text: text.to_owned(),
        above: None,
        suggestion: None,
    };
    let message = BuildMessage {
        kind: MessageKind::Error,
        text: "Could not resolve \"./missing\"".to_owned(),
        location: Some(location(2, 18, 11, "import { y } from './missing';")),
        notes: vec![Note {
            text: "It was asked for here:".to_owned(),
            location: Some(location(1, 0, 1, "x")),
        }],
    };
    assert_shown(
        &build_message(&message),
        r#"✘ [ERROR] Could not resolve "./missing"

    src/server.ts:2:18
      2 │ import { y } from './missing';
        ╵                   ~~~~~~~~~~~

    It was asked for here:

    src/server.ts:1:0
      1 │ x
        ╵ ^
"#,
    );
}

#[test]
fn a_notice_names_its_room() {
    assert_shown(
        &notice(&lobby(), "It is full."),
        "▲ [WARNING] [main/lobby] It is full.\n",
    );
}
