//! Where lines go: to this process's streams, to stderr alone, or into memory until somebody wants them. Colours are
//! lost here where nobody would see them.

use anstream::AutoStream;
use std::collections::VecDeque;
use std::io::{self, Write};

/// How many lines are held back: the first are forgotten for the last.
const HELD_MAX: usize = 10_000;

/// Where lines go.
pub(super) enum Streams {
    /// stdout and stderr of this process.
    Process,
    /// stderr of this process.
    Stderr,
    /// Memory, until they are released.
    Held {
        /// The last of them.
        lines: VecDeque<String>,
        /// How many came before them.
        forgotten: usize,
    },
    /// Nobody wants them.
    Nowhere,
    /// Memory, for tests: what went to stdout and to stderr.
    #[cfg(test)]
    Captured(String, String),
}

/// Which of the two streams.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Out,
    Err,
}

impl Streams {
    /// Nothing is held yet.
    pub(super) fn held() -> Self {
        Self::Held {
            lines: VecDeque::new(),
            forgotten: 0,
        }
    }

    /// Takes `text`, whole lines.
    pub(super) fn put(&mut self, stream: Stream, text: &str) {
        match (self, stream) {
            (Self::Process, Stream::Out) => show(AutoStream::auto(io::stdout().lock()), text),
            (Self::Process, Stream::Err) | (Self::Stderr, _) => {
                show(AutoStream::auto(io::stderr().lock()), text);
            }
            (Self::Held { lines, forgotten }, _) => {
                if lines.len() == HELD_MAX {
                    lines.pop_front();
                    *forgotten += 1;
                }
                lines.push_back(text.to_owned());
            }
            (Self::Nowhere, _) => {}
            #[cfg(test)]
            (Self::Captured(out, _), Stream::Out) => out.push_str(text),
            #[cfg(test)]
            (Self::Captured(_, err), Stream::Err) => err.push_str(text),
        }
    }

    /// Shows on stderr what is held; what comes later is held again.
    pub(super) fn release(&mut self) {
        let Self::Held { lines, forgotten } = self else {
            return;
        };
        let mut stream = AutoStream::auto(io::stderr().lock());
        if *forgotten > 0 {
            show(
                &mut stream,
                &format!("({forgotten} earlier lines are left out)\n"),
            );
        }
        for line in lines.drain(..) {
            show(&mut stream, &line);
        }
        *forgotten = 0;
    }
}

/// Writes `text`; a reader that went away is not our failure.
pub(super) fn show(mut stream: impl Write, text: &str) {
    let _gone = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
