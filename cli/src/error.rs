//! The error of a command: what went wrong, a way out, an exit code.

use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;

/// Why a command failed. The message is a lower-case fragment that names the thing in backticks; the way out is
/// in the hint.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Error {
    /// What went wrong.
    pub message: String,
    /// Where, if it is a place in a file.
    pub place: Option<Box<Place>>,
    /// How to go on.
    pub hint: Option<String>,
    /// The kind, which decides the exit code.
    pub kind: ErrorKind,
    /// The single problems, when there are several or they need words of their own beside the place.
    pub details: Vec<Detail>,
    /// What caused it.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// One of the problems an error is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Detail {
    /// What is wrong here, in few words: stands beside the underlined text.
    pub label: String,
    /// Where.
    pub place: Place,
    /// How to go on.
    pub hint: Option<String>,
}

/// The kinds of failure a script can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// Anything without a code of its own: exit 1.
    Other,
    /// The config or an option is wrong: exit 1, as PartyKit's.
    Config,
    /// The project does not build: exit 1.
    Build,
    /// The port is taken: exit 1.
    Port,
    /// The command of `exec` could not be run or took too long: this code, as shells have it.
    Command(u8),
}

/// A place in a file, with its line for the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file.
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// How many characters to underline; at least 1.
    pub length: usize,
    /// The line's text.
    pub text: String,
}

impl Error {
    /// A failure of `kind` saying `message`.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            hint: None,
            kind,
            details: Vec::new(),
            source: None,
        }
    }

    /// Adds the way out.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the place.
    #[must_use]
    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// Adds the cause.
    #[must_use]
    pub(crate) fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The code the process exits with.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self.kind {
            ErrorKind::Other | ErrorKind::Config | ErrorKind::Build | ErrorKind::Port => ExitCode::from(1),
            ErrorKind::Command(code) => ExitCode::from(code),
        }
    }
}

impl Place {
    /// The place of the bytes `span` in `file`, whose whole text is `text`. What goes beyond the first line is not
    /// underlined.
    pub(crate) fn in_text(file: impl Into<PathBuf>, text: &str, span: Range<usize>) -> Self {
        let start = span.start.min(text.len());
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..]
            .find('\n')
            .map_or(text.len(), |newline| start + newline);
        let end = span.end.clamp(start, line_end);
        Self {
            file: file.into(),
            line: text[..line_start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            length: text[start..end].trim_end().chars().count().max(1),
            text: text[line_start..line_end].trim_end_matches('\r').to_owned(),
        }
    }
}
