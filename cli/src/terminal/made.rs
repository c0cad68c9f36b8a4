//! Terminals for each kind of reader.

use super::level::Level;
use super::lines::{Lines, Look};
use super::output::Streams;
use super::{Format, Inner, Logs, Terminal};
use std::io::{self, IsTerminal};
use std::sync::{Arc, Mutex, PoisonError};

impl Terminal {
    /// The terminal of this process, as `PARTYKIT_LOG` wants it.
    pub(crate) fn new() -> Self {
        let asked = std::env::var("PARTYKIT_LOG")
            .ok()
            .filter(|asked| !asked.is_empty());
        let level = asked.as_deref().map_or(Ok(Level::default()), str::parse);
        let look = if io::stdout().is_terminal() {
            Look::Terminal
        } else {
            Look::Plain
        };
        let lines = Lines {
            look,
            cwd: std::env::current_dir().unwrap_or_default(),
        };
        let terminal = Self::with(
            level.clone().unwrap_or_default(),
            lines,
            Format::Text,
            Streams::Process,
        );
        if let Err(unknown) = level {
            terminal.warning(&unknown.to_string());
        }
        terminal
    }

    /// The same terminal for readers of `format`.
    pub(crate) fn with_format(&self, format: Format) -> Self {
        self.changed(self.inner.lines.look, format, Streams::Process)
    }

    /// The same terminal beside a command whose stdout is its own: everything goes to stderr, when `logs` says so.
    pub(crate) fn beside_command(&self, format: Format, logs: Logs) -> Self {
        let streams = match logs {
            Logs::Always => Streams::Stderr,
            Logs::Failure => Streams::held(),
            Logs::Never => Streams::Nowhere,
        };
        self.changed(Look::Plain, format, streams)
    }

    /// Shows what was held back.
    pub(crate) fn release(&self) {
        let mut streams = self.inner.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.release();
    }

    fn changed(&self, look: Look, format: Format, streams: Streams) -> Self {
        let lines = Lines {
            look,
            cwd: self.inner.lines.cwd.clone(),
        };
        Self::with(self.inner.level, lines, format, streams)
    }

    pub(super) fn with(level: Level, lines: Lines, format: Format, streams: Streams) -> Self {
        Self {
            inner: Arc::new(Inner {
                level,
                lines,
                format,
                streams: Mutex::new(streams),
            }),
        }
    }
}

/// How wide our own words may be: as the terminal, but not too wide to read.
pub(super) fn columns() -> usize {
    const USUAL: usize = 80;
    const MOST: usize = 100;
    const LEAST: usize = 40;
    #[cfg(unix)]
    let found = rustix::termios::tcgetwinsize(io::stdout())
        .ok()
        .map(|size| usize::from(size.ws_col));
    #[cfg(not(unix))]
    let found = None;
    found
        .filter(|columns| *columns > 0)
        .unwrap_or(USUAL)
        .clamp(LEAST, MOST)
}
