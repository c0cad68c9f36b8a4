//! The console: what it writes, with which level, from where.

use super::*;
use crate::isolate::engine::tests::run_reporting;

/// What `console.log(arguments)` writes.
fn logged(arguments: &str) -> String {
    let (lines, _) = console_lines(&format!("console.log({arguments})"));
    lines.join("\n---\n")
}

/// The texts that `source` writes to the console, and their levels.
fn console_lines(source: &str) -> (Vec<String>, Vec<ConsoleLevel>) {
    let (result, events) = run_reporting(source);
    assert_eq!(result, "undefined");
    let calls = events.into_iter().filter_map(|event| match event {
        RuntimeEvent::Console { text, level, .. } => Some((text, level)),
        _ => None,
    });
    calls.unzip()
}

#[test]
fn values_are_shown_as_node_shows_them() {
    let cases: Vec<(String, String)> = serde_json::from_str(include_str!("golden.json")).unwrap();
    let mut wrong = Vec::new();
    for (arguments, expected) in cases {
        let shown = logged(&arguments);
        if shown != expected {
            wrong.push(format!(
                "{arguments}\nis shown:\n{shown}\nNode shows:\n{expected}\n"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn errors_are_shown_with_headline_stack_and_cause() {
    let shown = logged(
        "Object.assign(new TypeError('no', { cause: 1 }), { stack: '    at f (a.js:1:2)', extra: 2 })",
    );
    assert_eq!(
        shown,
        "TypeError: no\n    at f (a.js:1:2) {\n  extra: 2,\n  [cause]: 1\n}"
    );
    let bare = logged("{ e: Object.assign(new Error('x'), { stack: '' }) }");
    assert_eq!(bare, "{ e: [Error: x] }");
}

#[test]
fn objects_of_the_platform_show_what_they_hold() {
    let cases = [
        (
            "new Headers([['a', '1'], ['b', '2']])",
            "Headers(2) { 'a' => '1', 'b' => '2' }",
        ),
        (
            "new FormData(), new URLSearchParams('q=1')",
            "FormData(0) {} URLSearchParams(1) { 'q' => '1' }",
        ),
        (
            "new Blob(['abc'], { type: 'a/b' })",
            "Blob { size: 3, type: 'a/b' }",
        ),
        (
            "{ deep: { er: { still: new Headers() } } }",
            "{ deep: { er: { still: Headers(0) {} } } }",
        ),
        (
            "{ deep: { er: { still: new Blob([]) } } }",
            "{ deep: { er: { still: [Blob] } } }",
        ),
        (
            "new TextEncoder(), AbortSignal.abort('x')",
            "TextEncoder { encoding: 'utf-8' } AbortSignal { aborted: true, reason: 'x' }",
        ),
        // Getters of users' own classes are not called.
        (
            "new (class Mine extends Blob { get shout() { throw 1 } })([])",
            "Mine [Blob] { size: 0, type: '' }",
        ),
        (
            "new (class Mine extends Headers { extra = 1 })({ a: '1' })",
            "Mine(1) [Headers] { 'a' => '1', extra: 1 }",
        ),
        (
            "Object.defineProperty(new EventTarget(), 'id', { get: () => 'a', enumerable: true })",
            "EventTarget { id: 'a' }",
        ),
        (
            "new (class Game extends EventTarget { score = 1; get secret() { throw 1 } })()",
            "Game [EventTarget] { score: 1 }",
        ),
        ("Headers.prototype", "Headers {}"),
    ];
    for (arguments, expected) in cases {
        assert_eq!(logged(arguments), expected, "{arguments}");
    }
    let url = logged("new URL('http://u@h:8/p?q#f')");
    assert!(url.starts_with("URL {\n  href: 'http://u@h:8/p?q#f',\n"), "{url}");
    let request = logged("new Request('http://h/', { method: 'POST', body: 'x' })");
    assert!(
        request.contains("method: 'POST'") && request.contains("bodyUsed: false"),
        "{request}"
    );
}

#[test]
fn a_body_that_was_printed_can_still_be_read() {
    let (texts, _) = console_lines(
        "const r = new Response('text'); console.log(r); r.text().then((text) => console.log(text, r.bodyUsed))",
    );
    assert_eq!(texts.last().map(String::as_str), Some("text true"));
}

#[test]
fn what_cannot_be_looked_into_is_shown_all_the_same() {
    assert_eq!(
        logged("Map.prototype, Object.create(Date.prototype)"),
        "Map {} Date {}"
    );
    assert_eq!(
        logged("{ get a() { throw 1 }, set b(x) {} }"),
        "{ a: [Getter], b: [Setter] }"
    );
    let hostile = logged("new Proxy({}, { ownKeys() { throw new Error('no') } })");
    assert_eq!(hostile, "[a value that cannot be shown: Error: no]");
}

#[test]
fn console_methods_have_their_levels() {
    let (texts, levels) = console_lines(
        "console.debug(1); console.info(2); console.warn(3); console.error(4);
         console.assert(true, 'x'); console.assert(false, 'a %d', 1); console.dir({ a: 1 });
         console.group('G'); console.log('in\\nside'); console.groupEnd(); console.count(); console.count();
         console.countReset(); console.count(); console.timeEnd('none'); console.clear()",
    );
    assert_eq!(
        texts,
        [
            "1",
            "2",
            "3",
            "4",
            "Assertion failed: a 1",
            "{ a: 1 }",
            "G",
            "  in\n  side",
            "default: 1",
            "default: 2",
            "default: 1",
            "No such label 'none' for console.timeEnd()"
        ]
    );
    use ConsoleLevel::{Debug, Error, Log, Warn};
    assert_eq!(
        levels,
        [Debug, Log, Warn, Error, Error, Log, Log, Log, Log, Log, Log, Warn]
    );
}

#[test]
fn tables_are_drawn() {
    let (texts, _) = console_lines("console.table([{ a: 1, b: 'x' }, { a: 2 }]); console.table(5)");
    let expected = "\
┌─────────┬───┬─────┐
│ (index) │ a │  b  │
├─────────┼───┼─────┤
│    0    │ 1 │ 'x' │
│    1    │ 2 │     │
└─────────┴───┴─────┘";
    assert_eq!(texts, [expected, "5"]);
}

#[test]
fn the_frame_is_the_users_line_not_ours() {
    let stack = "Error: said\n    at write (partyrs:console:18:40)\n    at <anonymous> (partyrs:console:2:1)\n    \
                 at onMessage (bundle.js:7:13)\n    at other (bundle.js:1:1)\n";
    assert_eq!(caller_frame(stack).as_deref(), Some("bundle.js:7:13"));
    assert_eq!(caller_frame("    at write (partyrs:console:18:40)\n"), None);
}
