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
mod json;
mod keys;
mod level;
mod lines;
mod made;
mod output;
mod qr;
mod site;
mod style;
mod wrap;

use crate::bundle::messages::{BuildMessage, MessageKind};
use crate::error::Error;
pub(crate) use keys::SingleKeys;
use level::Level;
use lines::{Lines, Look};
use output::{Stream, Streams};
use partyrs_runtime::RuntimeEvent;
use serde_json::{Value, json};
pub(crate) use site::Site;
use std::io::{self, IsTerminal};
use std::process::Stdio;
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
    format: Format,
    streams: Mutex<Streams>,
}

/// Who reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// People, and scripts that wait for PartyKit's lines.
    #[default]
    Text,
    /// Programs: one JSON object a line.
    Json,
}

/// When what a server says beside a command is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Logs {
    /// At once.
    Always,
    /// In the end, if the command has failed.
    Failure,
    /// Not at all.
    Never,
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
    /// The first two lines of a command.
    pub(crate) fn banner(&self) {
        if self.inner.format == Format::Json {
            return;
        }
        self.write(Stream::Out, &lines::banner(env!("CARGO_PKG_VERSION")));
    }

    /// Why a command failed, or a part of it.
    pub(crate) fn error(&self, error: &Error) {
        if self.told(|| json::error(error)) {
            return;
        }
        self.write_sentences(Level::None, Stream::Err, &self.inner.lines.error(error));
    }

    /// Something to know that stops nothing. The first line is the headline.
    pub(crate) fn warning(&self, text: &str) {
        if self.told(|| json!({ "event": "warning", "message": text })) {
            return;
        }
        self.write_sentences(Level::Warn, Stream::Err, &lines::warning(text));
    }

    /// A plain sentence on what happens.
    pub(crate) fn note(&self, text: &str) {
        if self.told(|| json!({ "event": "note", "message": text })) {
            return;
        }
        self.write_sentences(Level::Log, Stream::Out, text);
    }

    /// A step that was done: a green tick before it.
    pub(crate) fn done(&self, text: &str) {
        if self.told(|| json!({ "event": "note", "message": text })) {
            return;
        }
        self.write_sentences(Level::Log, Stream::Out, &lines::done(text));
    }

    /// Text that was asked for: help, a version, a plan.
    pub(crate) fn answer(&self, text: &str) {
        self.write(Stream::Out, text);
    }

    /// Text on stderr, as it is: usage errors.
    pub(crate) fn complaint(&self, text: &str) {
        self.write_sentences(Level::None, Stream::Err, text);
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
        if self.told(|| json!({ "event": "built" })) {
            return;
        }
        self.write(Stream::Out, &lines::build_succeeded());
    }

    /// The server answers: its address, then one URL for each interface it listens on.
    pub(crate) fn ready(&self, site: Site) {
        let reachable = addresses::reachable(site.address.ip());
        if !self.told(|| json::ready(site, &reachable)) {
            self.write(Stream::Out, &self.inner.lines.ready(site, &reachable));
        }
    }

    /// The address for other devices as a QR code, for people with a camera; programs have it already.
    pub(crate) fn qr(&self, site: Site) {
        if self.inner.format == Format::Json {
            return;
        }
        let near = addresses::nearby(&addresses::reachable(site.address.ip())).map(|ip| site.url(ip));
        match near.and_then(|url| Some((qr::code(&url)?, url))) {
            Some((code, url)) => self.write(Stream::Out, &format!("\n{code}\n\n  {url}\n")),
            None => self.warning(
                "no QR code: other devices cannot reach this server\n\
                 it needs a network, and to listen there: leave `--host` out, or `--host 0.0.0.0`",
            ),
        }
    }

    /// The default port was taken and another one is used.
    pub(crate) fn port_moved(&self, asked: u16, used: u16) {
        if self.told(|| json!({ "event": "warning", "message": format!("port {asked} is already in use: using {used} instead") })) {
            return;
        }
        self.write(Stream::Err, &lines::port_moved(asked, used));
    }

    /// A change is live. `changed` names what was saved, when it is known.
    pub(crate) fn reloaded(&self, reload: &Reload, changed: Option<&str>, took: Duration) {
        if self.told(|| json::reload(reload, took)) {
            return;
        }
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
        output::show(io::stdout().lock(), "\x1b[2J\x1b[3J\x1b[H");
        drop(streams);
    }

    /// The server was stopped on request.
    pub(crate) fn shut_down(&self) {
        if self.told(|| json!({ "event": "shutdown" })) {
            return;
        }
        self.write_at(Level::Log, Stream::Out, &lines::shut_down());
    }

    /// What the runtime reports.
    pub(crate) fn event(&self, event: &RuntimeEvent) {
        if self.told(|| json::runtime_event(event)) {
            return;
        }
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
            RuntimeEvent::Cron {
                name,
                expression,
                took,
                failure,
            } => {
                let line = lines.cron(name, expression, *took, failure.as_deref());
                self.write(Stream::Out, &line);
            }
            RuntimeEvent::Exception(exception) => self.exception(exception),
            RuntimeEvent::Notice { origin, text } => {
                self.write_sentences(Level::Warn, Stream::Err, &lines::notice(origin, text));
            }
        }
    }

    /// User code threw and nobody caught it, also while a bundle was loaded.
    pub(crate) fn exception(&self, exception: &partyrs_runtime::Exception) {
        if self.told(|| json::exception(exception)) {
            return;
        }
        self.write(Stream::Err, &self.inner.lines.exception(exception));
    }

    /// A message of the build.
    pub(crate) fn build_message(&self, message: &BuildMessage) {
        if self.told(|| json::build_message(message)) {
            return;
        }
        let level = match message.kind {
            MessageKind::Error => Level::None,
            MessageKind::Warning => Level::Warn,
        };
        self.write_sentences(level, Stream::Err, &lines::build_message(message));
    }

    /// Where programs print to that run for us: not among lines that are for another program.
    pub(crate) fn stdout_of_children(&self) -> Stdio {
        let streams = self.inner.streams.lock().unwrap_or_else(PoisonError::into_inner);
        match (&*streams, self.inner.format) {
            (Streams::Process, Format::Text) => Stdio::inherit(),
            _ => Stdio::from(io::stderr()),
        }
    }

    /// Whether somebody can be asked.
    pub(crate) fn is_interactive() -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    /// Writes what `object` gives if programs read; whether they do.
    fn told(&self, object: impl FnOnce() -> Value) -> bool {
        let is_json = self.inner.format == Format::Json;
        if is_json {
            self.write(Stream::Out, &object().to_string());
        }
        is_json
    }

    /// Writes our own words: on a terminal, in its width.
    fn write_sentences(&self, level: Level, stream: Stream, text: &str) {
        match self.inner.lines.look {
            Look::Terminal => self.write_at(level, stream, &wrap::wrapped(text, made::columns())),
            Look::Plain => self.write_at(level, stream, text),
        }
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
        streams.put(stream, text);
    }
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
        cwd: std::path::PathBuf::from("/projects/my-chat"),
    };
    Terminal::with(
        level,
        lines,
        Format::Text,
        Streams::Captured(String::new(), String::new()),
    )
}

#[cfg(test)]
mod tests;
