//! Which lines are shown, and where.

use super::*;

/// What went to stdout and stderr, without colours.
fn shown(terminal: &Terminal) -> (String, String) {
    match &*terminal.inner.streams.lock().unwrap() {
        Streams::Captured(out, err) => (
            anstream::adapter::strip_str(out).to_string(),
            anstream::adapter::strip_str(err).to_string(),
        ),
        _ => unreachable!("tests capture"),
    }
}

#[test]
fn the_level_hides_warnings_and_notes_but_never_the_server_lines() {
    let terminal = captured(Level::Error, Look::Plain);
    terminal.warning("careful");
    terminal.note("by the way");
    terminal.build_succeeded();
    terminal.error(&Error::new(crate::error::ErrorKind::Other, "it broke"));
    let (out, err) = shown(&terminal);
    assert_eq!(out, "Build succeeded, starting server...\n");
    assert_eq!(err, "✘ [ERROR] it broke\n\n");
}

#[test]
fn console_output_goes_where_node_sends_it() {
    use partyrs_runtime::{ConsoleLevel, Origin};
    let terminal = captured(Level::default(), Look::Plain);
    for (level, text) in [
        (ConsoleLevel::Log, "a"),
        (ConsoleLevel::Debug, "b"),
        (ConsoleLevel::Warn, "c"),
        (ConsoleLevel::Error, "d"),
    ] {
        let (origin, text) = (Origin::Edge, text.to_owned());
        terminal.event(&RuntimeEvent::Console {
            origin,
            level,
            text,
            position: None,
        });
    }
    assert_eq!(shown(&terminal), ("a\nb\n".to_owned(), "▲ c\n✘ d\n".to_owned()));
}
