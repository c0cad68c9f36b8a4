//! What a running server writes, as it comes. Waiting is for text, with a deadline that shows everything so far.

use std::io::Read;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take, on a busy machine.
pub(super) const DEADLINE: Duration = Duration::from_secs(60);

/// Which of the two streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Out,
    Err,
}

/// Both streams of a process.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<(Mutex<Written>, Condvar)>);

#[derive(Default)]
struct Written {
    out: Text,
    err: Text,
}

#[derive(Default)]
struct Text {
    all: String,
    /// Where the next wait starts.
    seen: usize,
    ended: bool,
}

impl Log {
    /// Reads `stream` to its end on a thread of its own.
    pub(super) fn collect(&self, stream: Stream, mut from: impl Read + Send + 'static) {
        let log = self.clone();
        thread::spawn(move || {
            let mut held = Vec::new();
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                held.extend_from_slice(&buffer[..count]);
                // A character may come in two parts.
                let whole = match std::str::from_utf8(&held) {
                    Ok(_) => held.len(),
                    Err(error) => error.valid_up_to(),
                };
                let text = String::from_utf8(held.drain(..whole).collect()).unwrap();
                log.change(stream, |written| written.all.push_str(&text));
            }
            log.change(stream, |written| written.ended = true);
        });
    }

    fn change(&self, stream: Stream, change: impl FnOnce(&mut Text)) {
        let (written, changed) = &*self.0;
        change(written.lock().unwrap().of(stream));
        changed.notify_all();
    }

    /// Waits for a whole line that contains `text`, after those that were waited for before; what was written
    /// since, with that line.
    pub(super) fn wait(&self, stream: Stream, text: &str) -> String {
        let found = self.until(|written| {
            let written = written.of(stream);
            let lines = written.to_line_with(text).map(str::to_owned);
            written.seen += lines.as_ref().map_or(0, String::len);
            (lines.is_some() || written.ended).then_some(lines)
        });
        match found {
            Some(Some(lines)) => lines,
            Some(None) => panic!("it ended without {text:?} in {stream:?}\n{self}"),
            None => panic!("no {text:?} in {stream:?} within {DEADLINE:?}\n{self}"),
        }
    }

    /// Waits until both streams end; all that was written.
    pub(super) fn ended(&self) -> (String, String) {
        let ended = self.until(|written| {
            (written.out.ended && written.err.ended)
                .then(|| (written.out.all.clone(), written.err.all.clone()))
        });
        ended.unwrap_or_else(|| panic!("it goes on writing after {DEADLINE:?}\n{self}"))
    }

    /// What was written so far.
    pub(super) fn so_far(&self, stream: Stream) -> String {
        self.0.0.lock().unwrap().of(stream).all.clone()
    }

    fn until<T>(&self, mut probe: impl FnMut(&mut Written) -> Option<T>) -> Option<T> {
        let (written, changed) = &*self.0;
        let end = Instant::now() + DEADLINE;
        let mut written = written.lock().unwrap();
        loop {
            if let Some(found) = probe(&mut written) {
                return Some(found);
            }
            let left = end.checked_duration_since(Instant::now())?;
            written = changed.wait_timeout(written, left).unwrap().0;
        }
    }
}

impl Text {
    /// What was not seen yet, to the end of the first line that contains `text`.
    fn to_line_with(&self, text: &str) -> Option<&str> {
        let rest = &self.all[self.seen..];
        let at = rest.find(text)?;
        let end = at + rest[at..].find('\n')? + 1;
        Some(&rest[..end])
    }
}

impl Written {
    fn of(&mut self, stream: Stream) -> &mut Text {
        match stream {
            Stream::Out => &mut self.out,
            Stream::Err => &mut self.err,
        }
    }
}

impl std::fmt::Display for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (out, err) = (self.so_far(Stream::Out), self.so_far(Stream::Err));
        write!(
            f,
            "--- stdout of the server\n{out}--- stderr of the server\n{err}---"
        )
    }
}
