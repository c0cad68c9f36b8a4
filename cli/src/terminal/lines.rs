//! The texts: from data to lines, with colours, without a final line break.

use super::frame::{build_frame, frame};
use super::style::{BAD, BOLD, DIM, GOOD, LINK, READY, WARN};
use super::{Reload, Site};
use crate::bundle::messages::{BuildMessage, MessageKind};
use crate::error::{Error, Place};
use anstyle::Style;
use partyrs_runtime::{ConsoleLevel, Exception, Origin, SourcePosition};
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// The lines that depend on where they are shown.
pub(super) struct Lines {
    /// For whom.
    pub(super) look: Look,
    /// What files are shown relative to.
    pub(super) cwd: PathBuf,
}

/// For whom the lines are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Somebody who looks at a terminal.
    Terminal,
    /// A pipe or a file: PartyKit's lines.
    Plain,
}

impl Lines {
    /// A failure, one frame for each of its problems, and the way out. An empty line ends it.
    pub(super) fn error(&self, error: &Error) -> String {
        let mut text = headline(MessageKind::Error, &error.message);
        let mut cause = error
            .source
            .as_deref()
            .map(|source| source as &dyn std::error::Error);
        while let Some(reason) = cause {
            text.push_str(&format!("\n    because: {}", in_words(reason)));
            cause = reason.source();
        }
        text.push('\n');
        if let Some(place) = &error.place {
            text.push_str(&format!("\n{}\n", frame(place, "", &self.cwd)));
        }
        for detail in &error.details {
            text.push_str(&format!("\n{}\n", frame(&detail.place, &detail.label, &self.cwd)));
            text.push_str(&hint(detail.hint.as_deref()));
        }
        text.push_str(&hint(error.hint.as_deref()));
        text
    }

    /// `Ready on …` and one URL per interface.
    pub(super) fn ready(&self, site: Site, reachable: &[IpAddr]) -> String {
        let info = self.info();
        let mut text = format!("{info}{READY}Ready on {}{READY:#}", site.url(site.address.ip()));
        for ip in reachable {
            text.push_str(&format!("\n{info}- {LINK}{}{LINK:#}", site.url(*ip)));
        }
        text
    }

    /// What was rebuilt, and how long it took.
    pub(super) fn reloaded(&self, reload: &Reload, changed: Option<&str>, took: Duration) -> String {
        let what = match reload {
            Reload::Server(site) => format!("Updated and ready on {}", site.url(site.address.ip())),
            Reload::Client => "Updated the client".to_owned(),
        };
        let changed = changed.map(|changed| format!(" {changed}")).unwrap_or_default();
        let took = took.as_millis();
        format!(
            "{}{GOOD}{what}{GOOD:#}{DIM}{changed} ({took}ms){DIM:#}",
            self.info()
        )
    }

    /// `GET /path 200 OK (3ms)`.
    pub(super) fn request(&self, method: &str, path: &str, status: u16, took: Duration) -> String {
        let reason = reqwest::StatusCode::from_u16(status)
            .ok()
            .and_then(|status| status.canonical_reason());
        let reason = reason.map(|reason| format!(" {reason}")).unwrap_or_default();
        let style = match status {
            500.. => BAD,
            400.. => WARN,
            300.. => LINK,
            _ => GOOD,
        };
        let took = took.as_millis();
        format!(
            "{}{method} {path} {style}{status}{reason}{style:#} {DIM}({took}ms){DIM:#}",
            self.info()
        )
    }

    /// `cron nightly (0 3 * * *) ran (3ms)`.
    pub(super) fn cron(&self, name: &str, expression: &str, took: Duration, failure: Option<&str>) -> String {
        let ended = match failure {
            None => format!("{GOOD}ran{GOOD:#}"),
            Some(why) => format!("{BAD}failed{BAD:#}: {why}"),
        };
        let took = took.as_millis();
        format!(
            "{}cron {name} {DIM}({expression}){DIM:#} {ended} {DIM}({took}ms){DIM:#}",
            self.info()
        )
    }

    /// What user code wrote, its place behind the first line. In a pipe, what the worker logs is the bare text
    /// (conformance D28).
    pub(super) fn console(
        &self,
        origin: &Origin,
        level: ConsoleLevel,
        text: &str,
        position: Option<&SourcePosition>,
    ) -> String {
        let mark = match level {
            ConsoleLevel::Debug | ConsoleLevel::Log => String::new(),
            ConsoleLevel::Warn => format!("{WARN}▲{WARN:#} "),
            ConsoleLevel::Error => format!("{BAD}✘{BAD:#} "),
        };
        let room = match origin {
            Origin::Edge => String::new(),
            Origin::Room(room) => format!("{DIM}[{room}]{DIM:#} "),
        };
        let shows_position = self.look == Look::Terminal || is_loud(level);
        let position = position.filter(|_| shows_position).map(|position| {
            format!(
                "  {DIM}{}:{}:{}{DIM:#}",
                position.file, position.line, position.column
            )
        });
        let position = position.unwrap_or_default();
        let (first, rest) = text.split_at(text.find('\n').unwrap_or(text.len()));
        match level {
            ConsoleLevel::Debug => format!("{mark}{room}{DIM}{first}{DIM:#}{position}{DIM}{rest}{DIM:#}"),
            ConsoleLevel::Log | ConsoleLevel::Warn | ConsoleLevel::Error => {
                format!("{mark}{room}{first}{position}{rest}")
            }
        }
    }

    /// An uncaught exception: what, in which handler, the line that threw, the stack.
    pub(super) fn exception(&self, exception: &Exception) -> String {
        let mut text = headline(MessageKind::Error, &format!("Uncaught {}", exception.message));
        text.push_str(&match &exception.origin {
            Origin::Edge => format!("\n    {DIM}in {}{DIM:#}\n", exception.handler),
            Origin::Room(room) => format!("\n    {DIM}in {}, room {room}{DIM:#}\n", exception.handler),
        });
        if let Some(place) = exception
            .frames
            .iter()
            .map(|frame| &frame.position)
            .find_map(place)
        {
            text.push_str(&format!("\n{}\n", frame(&place, "", &self.cwd)));
        }
        for (index, frame) in exception.frames.iter().enumerate() {
            let SourcePosition {
                file, line, column, ..
            } = &frame.position;
            let name = if frame.function.is_empty() {
                "<anonymous>"
            } else {
                &frame.function
            };
            let separator = if index == 0 { "\n" } else { "" };
            let style = if file.contains("node_modules/") {
                DIM
            } else {
                Style::new()
            };
            text.push_str(&format!(
                "{separator}    {style}at {name} ({file}:{line}:{column}){style:#}\n"
            ));
        }
        text
    }

    /// What stands before the lines of the server in a pipe.
    fn info(&self) -> &'static str {
        match self.look {
            Look::Terminal => "",
            Look::Plain => "[pk:inf] ",
        }
    }
}

/// Name and version, and a rule one longer than the line is in JavaScript (conformance C06).
pub(super) fn banner(version: &str) -> String {
    let line = format!("🎈 partyrs v{version}");
    let rule = "-".repeat(line.encode_utf16().count() + 1);
    format!("{BOLD}{line}{BOLD:#}\n{DIM}{rule}{DIM:#}")
}

/// `▲ [WARNING] headline`, the other lines as indented notes, an empty line.
pub(super) fn warning(text: &str) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let rest = if rest.is_empty() {
        String::new()
    } else {
        format!("\n\n{}", indented(rest))
    };
    format!("{}{rest}\n", headline(MessageKind::Warning, first))
}

/// `✔ text`
pub(super) fn done(text: &str) -> String {
    format!("{GOOD}✔{GOOD:#} {text}")
}

/// What PartyKit says after the first build; scripts wait for it.
pub(super) fn build_succeeded() -> String {
    format!("{GOOD}Build succeeded, starting server...{GOOD:#}")
}

/// The default port was taken.
pub(super) fn port_moved(asked: u16, used: u16) -> String {
    let text = format!("port {asked} is already in use: using {used} instead");
    let more = "ask for a port with `--port` to get that one or an error".to_owned();
    warning(&format!("{text}\n{more}"))
}

/// The keys that do something while the server runs, in one line of 80 columns.
pub(super) fn hotkeys() -> String {
    let keys = [
        ("b", "open the browser"),
        ("c", "clear"),
        ("r", "restart"),
        ("h", "help"),
        ("x", "quit"),
    ];
    let keys = keys.map(|(key, does)| format!("{BOLD}[{key}]{BOLD:#} {DIM}{does}{DIM:#}"));
    format!("\n{}\n", keys.join("  "))
}

/// The last line.
pub(super) fn shut_down() -> String {
    format!("{DIM}Local server shut down{DIM:#}")
}

/// A message of the build, with its frames, in esbuild's words.
pub(super) fn build_message(message: &BuildMessage) -> String {
    let (first, rest) = message.text.split_once('\n').unwrap_or((&message.text, ""));
    let mut text = headline(message.kind, first) + "\n";
    if !rest.is_empty() {
        text.push_str(&format!("{}\n", indented(rest)));
    }
    if let Some(place) = &message.location {
        text.push_str(&format!("\n{}\n", build_frame(place)));
    }
    for note in &message.notes {
        text.push_str(&format!("\n{}\n", indented(&note.text)));
        if let Some(place) = &note.location {
            text.push_str(&format!("\n{}\n", build_frame(place)));
        }
    }
    text
}

/// What the runtime wants the user to know.
pub(super) fn notice(origin: &Origin, text: &str) -> String {
    match origin {
        Origin::Edge => warning(text),
        Origin::Room(room) => warning(&format!("[{room}] {text}")),
    }
}

/// Whether a console call goes to stderr.
pub(super) fn is_loud(level: ConsoleLevel) -> bool {
    level >= ConsoleLevel::Warn
}

/// A cause without the number that the system has for it.
pub(super) fn in_words(reason: &dyn std::error::Error) -> String {
    let text = reason.to_string();
    let end = text.find(" (os error ").unwrap_or(text.len());
    text[..end].to_owned()
}

fn headline(kind: MessageKind, text: &str) -> String {
    let (mark, word, style) = match kind {
        MessageKind::Error => ('✘', "ERROR", BAD.bold()),
        // Bold yellow is bright in many terminals, and hard to read on white.
        MessageKind::Warning => ('▲', "WARNING", WARN),
    };
    format!("{style}{mark} [{word}]{style:#} {BOLD}{text}{BOLD:#}")
}

fn hint(hint: Option<&str>) -> String {
    hint.map(|hint| {
        format!(
            "\n    {LINK}hint:{LINK:#} {}\n",
            hint.replace('\n', "\n          ")
        )
    })
    .unwrap_or_default()
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

/// The position as a place, when its line is known and the user wrote it.
fn place(position: &SourcePosition) -> Option<Place> {
    let text = position
        .text
        .as_ref()
        .filter(|_| !position.file.contains("node_modules/"))?;
    // The column counts UTF-16 units; people count characters.
    let units = position.column.saturating_sub(1) as usize;
    let mut seen = 0;
    let before = text.chars().take_while(|c| {
        let is_before = seen < units;
        seen += c.len_utf16();
        is_before
    });
    Some(Place {
        file: PathBuf::from(&position.file),
        line: position.line as usize,
        column: before.count() + 1,
        length: 1,
        text: text.clone(),
    })
}

#[cfg(test)]
mod tests;
