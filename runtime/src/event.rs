//! What the runtime reports. It prints nothing itself: whoever started it decides what people see.

use crate::ids::RoomKey;
use std::time::Duration;

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum RuntimeEvent {
    /// A request was answered (for a stream: its headers were).
    Request {
        /// The method, upper case.
        method: String,
        /// The path without its query.
        path: String,
        /// The status sent.
        status: u16,
        /// From the request's head to the response's.
        took: Duration,
    },
    /// User code wrote to its console.
    Console {
        /// Who wrote.
        origin: Origin,
        /// With which method.
        level: ConsoleLevel,
        /// The formatted text, without a final newline.
        text: String,
        /// Where the call stands in the user's sources.
        position: Option<SourcePosition>,
    },
    /// A cron ran on schedule; what it threw was reported as an exception.
    Cron {
        /// Its name.
        name: String,
        /// Its expression.
        expression: String,
        /// From its start to its end.
        took: Duration,
        /// Why it failed, if it did.
        failure: Option<String>,
    },
    /// User code threw and nobody caught it.
    Exception(Exception),
    /// Something the user should know that is not an error of theirs or ours (a limit reached, an API missing).
    Notice {
        /// Who it concerns.
        origin: Origin,
        /// A full sentence.
        text: String,
    },
}

/// Which code something came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The stateless worker: static handlers, `onFetch`, module top level.
    Edge,
    /// A room.
    Room(RoomKey),
}

/// The severity of a console call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConsoleLevel {
    /// `console.debug`
    Debug,
    /// `console.log`, `info`, `table`, `dir` …
    Log,
    /// `console.warn`
    Warn,
    /// `console.error`, `console.trace`, failed `console.assert`
    Error,
}

/// An exception with its stack mapped to the user's sources.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Who threw.
    pub origin: Origin,
    /// The handler that was running: `onMessage`, `a timer`, `module top level` …
    pub handler: String,
    /// `name: message` of the error, or the thrown value's text.
    pub message: String,
    /// The stack, innermost frame first; empty when a non-error was thrown.
    pub frames: Vec<StackFrame>,
}

/// One frame of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackFrame {
    /// The function's name, empty for anonymous ones.
    pub function: String,
    /// Where it stands.
    pub position: SourcePosition,
}

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePosition {
    /// The file, relative to the project root where it is below it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in UTF-16 units, from 1.
    pub column: u32,
    /// The line's text, when the source map carries the source.
    pub text: Option<String>,
}
