//! What esbuild says on stderr, read back into data. Text that does not look like its messages is kept as it is:
//! nothing that was said gets lost. Does not decide what people see.

use partyrs_runtime::BuildProblem;
use std::fmt::Write as _;
use std::path::Path;

/// One error or warning of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuildMessage {
    pub(crate) kind: MessageKind,
    /// The message, maybe of several lines, without a final newline.
    pub(crate) text: String,
    /// Where in the user's sources.
    pub(crate) location: Option<Location>,
    /// Explanations, some with a place of their own.
    pub(crate) notes: Vec<Note>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageKind {
    Error,
    Warning,
}

/// An explanation below a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) text: String,
    pub(crate) location: Option<Location>,
}

/// A place in a source file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Location {
    /// Relative to the project root where it is below it.
    pub(crate) file: String,
    /// From 1.
    pub(crate) line: usize,
    /// From 0, in bytes: esbuild's own count, which PartyKit's messages show.
    pub(crate) column: usize,
    /// How many characters of `line_text` to underline, at least 1.
    pub(crate) length: usize,
    /// The line's text.
    pub(crate) line_text: String,
    /// The last line with something on it before one that is empty, as the end of a file is, and its number.
    pub(crate) above: Option<(usize, String)>,
    /// What to write there instead, if esbuild has an idea.
    pub(crate) suggestion: Option<String>,
}

impl BuildMessage {
    /// An error without a place.
    pub(crate) fn error(text: impl Into<String>) -> Self {
        Self {
            kind: MessageKind::Error,
            text: text.into(),
            location: None,
            notes: Vec::new(),
        }
    }

    /// Gets the lines' full text from the files below `root`: esbuild shortens long lines and widens tabs.
    pub(crate) fn read_lines(&mut self, root: &Path) {
        let places = self.notes.iter_mut().filter_map(|note| note.location.as_mut());
        for place in self.location.iter_mut().chain(places) {
            let Ok(source) = std::fs::read_to_string(root.join(&place.file)) else {
                continue;
            };
            if let Some(line) = line_of(&source, place) {
                place.line_text = line;
            }
            if place.line_text.trim().is_empty() {
                place.above = line_above(&source, place.line);
            }
        }
    }

    /// Replaces advice about esbuild's own options by what helps here.
    pub(crate) fn advise(&mut self) {
        let Some(specifier) = self
            .text
            .strip_prefix("Could not resolve \"")
            .and_then(|rest| rest.strip_suffix('"'))
        else {
            return;
        };
        let package = package_of(specifier);
        for note in &mut self.notes {
            if note.text.starts_with("You can mark the path ") {
                note.text = format!("Is the package installed? If not: npm install {package}");
            } else if note.text.contains("built into node") {
                note.text = format!("`{specifier}` is a part of Node, which browsers do not have.");
            }
        }
    }

    /// The message in parts, for a page.
    pub(crate) fn problem(&self) -> BuildProblem {
        let place = self.location.as_ref();
        let note = |note: &Note| match &note.location {
            None => note.text.clone(),
            Some(place) => format!("{} {}:{}:{}", note.text, place.file, place.line, place.column),
        };
        BuildProblem {
            message: self.text.clone(),
            place: place.map_or_else(String::new, |place| {
                format!("{}:{}:{}", place.file, place.line, place.column)
            }),
            frame: place.map(Location::frame).unwrap_or_default(),
            notes: self.notes.iter().map(note).collect(),
        }
    }

    /// The message as plain text in esbuild's layout, for readers without colours.
    pub(crate) fn plain(&self) -> String {
        let heading = match self.kind {
            MessageKind::Error => "✘ [ERROR]",
            MessageKind::Warning => "▲ [WARNING]",
        };
        let mut plain = format!("{heading} {}\n", self.text);
        self.location.iter().for_each(|place| place.write(&mut plain));
        for note in &self.notes {
            // Writing to a string cannot fail.
            let _ = write!(plain, "\n  {}\n", note.text.replace('\n', "\n  "));
            note.location.iter().for_each(|place| place.write(&mut plain));
        }
        plain
    }
}

impl Location {
    /// The column as people count characters, from 0.
    pub(crate) fn column_in_characters(&self) -> usize {
        let before = self
            .line_text
            .char_indices()
            .take_while(|(at, _)| *at < self.column);
        before.count()
    }

    fn write(&self, out: &mut String) {
        let _ = writeln!(out, "\n    {}:{}:{}:", self.file, self.line, self.column);
        for line in self.frame().lines() {
            let _ = writeln!(out, "      {line}");
        }
    }

    /// The line, and what is underlined in it.
    fn frame(&self) -> String {
        let Self {
            file: _,
            line,
            column: _,
            length,
            line_text,
            above,
            suggestion,
        } = self;
        let gutter = line.to_string().len();
        let indent: String = line_text
            .chars()
            .take(self.column_in_characters())
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        let marker = if *length > 1 {
            "~".repeat(*length)
        } else {
            "^".to_owned()
        };
        let mut out = String::new();
        if let Some((number, text)) = above {
            let _ = writeln!(out, "{number:gutter$} │ {text}");
        }
        let _ = writeln!(out, "{line} │ {line_text}");
        let _ = match suggestion {
            None => writeln!(out, "{:gutter$} ╵ {indent}{marker}", ""),
            Some(text) => writeln!(
                out,
                "{:gutter$} │ {indent}{marker}\n{:gutter$} ╵ {indent}{text}",
                "", ""
            ),
        };
        out
    }
}

/// `@scope/name` of `@scope/name/sub/path`.
fn package_of(specifier: &str) -> String {
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    specifier.split('/').take(parts).collect::<Vec<_>>().join("/")
}

fn line_of(source: &str, place: &Location) -> Option<String> {
    let line = source.lines().nth(place.line.checked_sub(1)?)?;
    (place.column <= line.len()).then(|| line.to_owned())
}

/// The last line before `line` that is not empty.
fn line_above(source: &str, line: usize) -> Option<(usize, String)> {
    let before = source.lines().take(line.checked_sub(1)?);
    let numbered = before.zip(1..).filter(|(text, _)| !text.trim().is_empty());
    numbered.last().map(|(text, number)| (number, text.to_owned()))
}

/// Reads what esbuild wrote to stderr with `--color=false`.
pub(crate) fn parse(stderr: &str) -> Vec<BuildMessage> {
    let mut messages: Vec<BuildMessage> = Vec::new();
    let mut strange: Vec<&str> = Vec::new();
    for line in stderr.lines() {
        if let Some((kind, text)) = heading(line) {
            messages.push(BuildMessage {
                kind,
                ..BuildMessage::error(text)
            });
            continue;
        }
        match messages.last_mut() {
            Some(message) => continue_message(message, line),
            None => strange.push(line),
        }
    }
    let strange = strange.join("\n");
    if !strange.trim().is_empty() {
        messages.insert(0, BuildMessage::error(strange.trim()));
    }
    messages
}

/// `✘ [ERROR] text`; the sign is another one where the console is old.
fn heading(line: &str) -> Option<(MessageKind, &str)> {
    let (_, rest) = line
        .split_once(" [")
        .filter(|(sign, _)| sign.chars().count() == 1)?;
    if let Some(text) = rest.strip_prefix("ERROR] ") {
        Some((MessageKind::Error, text))
    } else {
        rest.strip_prefix("WARNING] ")
            .map(|text| (MessageKind::Warning, text))
    }
}

/// Adds a line below a heading to what it belongs to. Indentation tells: 2 for a note, 4 for a place, 6 for the
/// frame below a place.
fn continue_message(message: &mut BuildMessage, line: &str) {
    let blank = line.trim().is_empty();
    let indent = line.len() - line.trim_start_matches(' ').len();
    if indent >= 6 && frame_line(message, line) {
        return;
    }
    if indent == 4
        && let Some(place) = place(line.trim())
    {
        let free = match message.notes.last_mut() {
            Some(note) => &mut note.location,
            None => &mut message.location,
        };
        if free.is_none() {
            *free = Some(place);
            return;
        }
    }
    if blank || is_summary(line) {
        return;
    }
    if indent >= 2 {
        let text = line.get(2..).unwrap_or_default();
        match message.notes.last_mut().filter(|note| note.location.is_none()) {
            Some(note) => add_line(&mut note.text, text),
            None => message.notes.push(Note {
                text: text.to_owned(),
                location: None,
            }),
        }
    } else if message.location.is_none() && message.notes.is_empty() {
        add_line(&mut message.text, line);
    } else {
        message.notes.push(Note {
            text: line.to_owned(),
            location: None,
        });
    }
}

fn add_line(text: &mut String, line: &str) {
    text.push('\n');
    text.push_str(line);
}

/// `src/server.ts:2:18:`
fn place(text: &str) -> Option<Location> {
    let (rest, column) = text.strip_suffix(':')?.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some(Location {
        file: file.to_owned(),
        line: line.parse().ok()?,
        column: column.parse().ok()?,
        length: 1,
        ..Location::default()
    })
}

/// `2 │ import y`, `│ ~~~`, `╵ ~~~`, `╵ suggestion`; whether it was one of them.
fn frame_line(message: &mut BuildMessage, line: &str) -> bool {
    let place = match message.notes.last_mut() {
        Some(note) => note.location.as_mut(),
        None => message.location.as_mut(),
    };
    let bar = line.char_indices().find(|(_, c)| matches!(c, '│' | '╵' | '|'));
    let (Some(place), Some((at, bar))) = (place, bar) else {
        return false;
    };
    let (gutter, rest) = line.split_at(at);
    let rest = rest.strip_prefix(bar).unwrap_or(rest);
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let marker = rest.trim();
    if gutter.trim().parse::<usize>().is_ok() {
        place.line_text = rest.to_owned();
    } else if !gutter.trim().is_empty() {
        return false;
    } else if !marker.is_empty() && marker.chars().all(|c| c == '~') {
        place.length = marker.len();
    } else if marker != "^" && !marker.is_empty() {
        place.suggestion = Some(marker.to_owned());
    }
    true
}

/// `2 warnings and 3 errors`
fn is_summary(line: &str) -> bool {
    line.split(" and ").all(|part| {
        part.split_once(' ').is_some_and(|(count, noun)| {
            count.bytes().all(|b| b.is_ascii_digit())
                && matches!(noun, "error" | "errors" | "warning" | "warnings")
        })
    })
}

#[cfg(test)]
#[path = "messages_tests.rs"]
mod tests;
