//! What people see: the only file that prints.
//!
//! One method per kind of line, each taking the data it shows; the texts are made in `terminal/`, coloured, and lose
//! their colours here where nobody would see them. Lines are written whole, so threads never mix within one. A closed
//! pipe is no error: what cannot be shown is not shown.
//!
//! On a terminal, lines are decorated; in a pipe they are PartyKit's own (`[pk:inf] Ready on …`), because scripts wait
//! for them.

mod addresses;
mod frame;
mod level;
mod lines;
mod style;

use crate::bundle::messages::{BuildMessage, MessageKind};
use crate::error::Error;
use anstream::AutoStream;
use level::Level;
use lines::{Lines, Look};
use partyrs_runtime::RuntimeEvent;
use std::io::{self, IsTerminal, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The terminal, or whatever stdout and stderr are. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Terminal {
    inner: Arc<Inner>,
}

struct Inner {
    level: Level,
    lines: Lines,
    streams: Mutex<Streams>,
}

/// Where lines go.
enum Streams {
    /// stdout and stderr of this process.
    Process,
    /// Memory, for tests: what went to stdout and to stderr.
    #[cfg(test)]
    Captured(String, String),
}

/// Which of the two streams.
#[derive(Clone, Copy)]
enum Stream {
    Out,
    Err,
}

/// Where a project is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    /// `http` or `https`.
    pub(crate) scheme: &'static str,
    /// What is listened on.
    pub(crate) address: SocketAddr,
}

impl Site {
    /// The URL at the address `ip` of this machine.
    fn url(self, ip: IpAddr) -> String {
        format!("{}://{}", self.scheme, SocketAddr::new(ip, self.address.port()))
    }

    /// The URL for programs on this machine.
    pub(crate) fn near(self) -> String {
        let ip = self.address.ip();
        self.url(if ip.is_unspecified() {
            IpAddr::V4(Ipv4Addr::LOCALHOST)
        } else {
            ip
        })
    }

    /// The URL for browsers on this machine, which trust `localhost` more than its address.
    pub(crate) fn local(self) -> String {
        let ip = self.address.ip();
        if ip.is_unspecified() || ip.is_loopback() {
            format!("{}://localhost:{}", self.scheme, self.address.port())
        } else {
            self.url(ip)
        }
    }
}

/// Something was rebuilt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reload {
    /// The server: every room runs the new code, or will when it wakes up.
    Server(Site),
    /// The client bundle.
    Client,
}

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
        let terminal = Self::with(level.clone().unwrap_or_default(), lines, Streams::Process);
        if let Err(unknown) = level {
            terminal.warning(&unknown.to_string());
        }
        terminal
    }

    fn with(level: Level, lines: Lines, streams: Streams) -> Self {
        Self {
            inner: Arc::new(Inner {
                level,
                lines,
                streams: Mutex::new(streams),
            }),
        }
    }

    /// The first two lines of a command.
    pub(crate) fn banner(&self) {
        self.write(Stream::Out, &lines::banner(env!("CARGO_PKG_VERSION")));
    }

    /// Why a command failed, or a part of it.
    pub(crate) fn error(&self, error: &Error) {
        self.write(Stream::Err, &self.inner.lines.error(error));
    }

    /// Something to know that stops nothing. The first line is the headline.
    pub(crate) fn warning(&self, text: &str) {
        self.write_at(Level::Warn, Stream::Err, &lines::warning(text));
    }

    /// A plain sentence on what happens.
    pub(crate) fn note(&self, text: &str) {
        self.write_at(Level::Log, Stream::Out, text);
    }

    /// A step that was done: a green tick before it.
    pub(crate) fn done(&self, text: &str) {
        self.write_at(Level::Log, Stream::Out, &lines::done(text));
    }

    /// Text that was asked for: help, a version, a plan.
    pub(crate) fn answer(&self, text: &str) {
        self.write(Stream::Out, text);
    }

    /// Text on stderr, as it is: usage errors.
    pub(crate) fn complaint(&self, text: &str) {
        self.write(Stream::Err, text);
    }

    /// A question; the answer is typed on the same line.
    pub(crate) fn question(&self, text: &str) {
        self.put(Stream::Out, text);
    }

    /// A `.env` file was read.
    pub(crate) fn env_file(&self, shown: &str) {
        self.note(&format!("Loading environment variables from {shown}"));
    }

    /// The first build is good; the server comes next.
    pub(crate) fn build_succeeded(&self) {
        self.write(Stream::Out, &lines::build_succeeded());
    }

    /// The server answers: its address, then one URL for each interface it listens on.
    pub(crate) fn ready(&self, site: Site) {
        self.write(
            Stream::Out,
            &self
                .inner
                .lines
                .ready(site, &addresses::reachable(site.address.ip())),
        );
    }

    /// The default port was taken and another one is used.
    pub(crate) fn port_moved(&self, asked: u16, used: u16) {
        self.write(Stream::Err, &lines::port_moved(asked, used));
    }

    /// A change is live. `changed` names what was saved, when it is known.
    pub(crate) fn reloaded(&self, reload: &Reload, changed: Option<&str>, took: Duration) {
        self.write(Stream::Out, &self.inner.lines.reloaded(reload, changed, took));
    }

    /// The keys that do something.
    pub(crate) fn hotkeys(&self) {
        self.write(Stream::Out, &lines::hotkeys());
    }

    /// Empties the terminal.
    pub(crate) fn clear(&self) {
        let streams = self.inner.streams.lock().unwrap_or_else(PoisonError::into_inner);
        // Not a colour: it is wanted where colours are not.
        show(io::stdout().lock(), "\x1b[2J\x1b[3J\x1b[H");
        drop(streams);
    }

    /// The server was stopped on request.
    pub(crate) fn shut_down(&self) {
        self.write_at(Level::Log, Stream::Out, &lines::shut_down());
    }

    /// What the runtime reports.
    pub(crate) fn event(&self, event: &RuntimeEvent) {
        let lines = &self.inner.lines;
        match event {
            RuntimeEvent::Request {
                method,
                path,
                status,
                took,
            } => {
                self.write(Stream::Out, &lines.request(method, path, *status, *took));
            }
            RuntimeEvent::Console {
                origin,
                level,
                text,
                position,
            } => {
                let stream = if lines::is_loud(*level) {
                    Stream::Err
                } else {
                    Stream::Out
                };
                self.write(stream, &lines.console(origin, *level, text, position.as_ref()));
            }
            RuntimeEvent::Exception(exception) => self.exception(exception),
            RuntimeEvent::Notice { origin, text } => {
                self.write_at(Level::Warn, Stream::Err, &lines::notice(origin, text));
            }
        }
    }

    /// User code threw and nobody caught it, also while a bundle was loaded.
    pub(crate) fn exception(&self, exception: &partyrs_runtime::Exception) {
        self.write(Stream::Err, &self.inner.lines.exception(exception));
    }

    /// A message of the build.
    pub(crate) fn build_message(&self, message: &BuildMessage) {
        let level = match message.kind {
            MessageKind::Error => Level::None,
            MessageKind::Warning => Level::Warn,
        };
        self.write_at(level, Stream::Err, &lines::build_message(message));
    }

    /// Whether somebody can be asked.
    pub(crate) fn is_interactive() -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    fn write_at(&self, level: Level, stream: Stream, text: &str) {
        if level <= self.inner.level {
            self.write(stream, text);
        }
    }

    fn write(&self, stream: Stream, text: &str) {
        self.put(stream, &format!("{text}\n"));
    }

    fn put(&self, stream: Stream, text: &str) {
        let mut streams = self.inner.streams.lock().unwrap_or_else(PoisonError::into_inner);
        match (&mut *streams, stream) {
            (Streams::Process, Stream::Out) => show(AutoStream::auto(io::stdout().lock()), text),
            (Streams::Process, Stream::Err) => show(AutoStream::auto(io::stderr().lock()), text),
            #[cfg(test)]
            (Streams::Captured(out, _), Stream::Out) => out.push_str(text),
            #[cfg(test)]
            (Streams::Captured(_, err), Stream::Err) => err.push_str(text),
        }
    }
}

/// Writes `text`; a reader that went away is not our failure.
fn show(mut stream: impl Write, text: &str) {
    let _gone = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// Answers a line that was typed, without its end; `None` when input has ended.
pub(crate) fn read_answer() -> Option<String> {
    let mut line = String::new();
    match io::stdin().read_line(&mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line.trim().to_owned()),
    }
}

/// The folder that files are shown relative to, for tests of the lines.
#[cfg(test)]
fn captured(level: Level, look: Look) -> Terminal {
    let lines = Lines {
        look,
        cwd: std::path::PathBuf::from("/work/my-chat"),
    };
    Terminal::with(level, lines, Streams::Captured(String::new(), String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What went to stdout and stderr, without colours.
    fn shown(terminal: &Terminal) -> (String, String) {
        match &*terminal.inner.streams.lock().unwrap() {
            Streams::Captured(out, err) => (
                anstream::adapter::strip_str(out).to_string(),
                anstream::adapter::strip_str(err).to_string(),
            ),
            Streams::Process => unreachable!("tests capture"),
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
}
