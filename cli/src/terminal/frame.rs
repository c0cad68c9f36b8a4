//! A place in a source file: `file:line:column`, the line, and what is underlined, in esbuild's layout.

use super::style::{BAD, DIM, GOOD};
use crate::bundle::messages::Location;
use crate::error::Place;
use std::path::Path;

/// The columns of a source line that are shown: with the gutter, a frame stays within 80.
const TEXT_COLUMNS_MAX: usize = 68;

/// A place, ready to be drawn.
struct Spot<'a> {
    location: String,
    line: usize,
    text: &'a str,
    /// A line before it, with its number: shown when this one is empty.
    above: Option<(usize, &'a str)>,
    /// From 0, in characters.
    column: usize,
    length: usize,
    /// What stands behind the underline.
    label: &'a str,
    /// What to write there instead.
    suggestion: Option<&'a str>,
}

/// The frame of `place`, indented by four, without a final line break. `label` stands behind the underline.
pub(super) fn frame(place: &Place, label: &str, cwd: &Path) -> String {
    let file = place.file.strip_prefix(cwd).unwrap_or(&place.file);
    Spot {
        location: format!("{}:{}:{}", file.display(), place.line, place.column),
        line: place.line,
        text: &place.text,
        above: None,
        column: place.column.saturating_sub(1),
        length: place.length,
        label,
        suggestion: None,
    }
    .draw()
}

/// The frame of a place that esbuild names, with the column as it counts them.
pub(super) fn build_frame(place: &Location) -> String {
    Spot {
        location: format!("{}:{}:{}", place.file, place.line, place.column),
        line: place.line,
        text: &place.line_text,
        above: place.above.as_ref().map(|(line, text)| (*line, text.as_str())),
        column: place.column_in_characters(),
        length: place.length,
        label: "",
        suggestion: place.suggestion.as_deref(),
    }
    .draw()
}

impl Spot<'_> {
    fn draw(&self) -> String {
        let Self {
            location,
            line: number,
            label,
            ..
        } = self;
        if self.text.trim().is_empty() && self.above.is_none() {
            return if label.is_empty() {
                format!("    {location}")
            } else {
                format!("    {location}: {label}")
            };
        }
        let Window { line, start, length } = self.window();
        let number = number.to_string();
        let gutter = " ".repeat(number.len());
        let above = self.above.map(|(above, text)| {
            let text = start_of(text);
            format!(
                "      {DIM}{above:width$} │{DIM:#} {text}\n",
                width = number.len()
            )
        });
        let above = above.unwrap_or_default();
        let marks = if length == 1 {
            "^".to_owned()
        } else {
            "~".repeat(length)
        };
        let (before, rest) = split_at_char(&line, start);
        let (marked, after) = split_at_char(rest, length);
        let pad = " ".repeat(start);
        let label = if label.is_empty() {
            String::new()
        } else {
            format!(" {BAD}{label}{BAD:#}")
        };
        let marks = match self.suggestion {
            None => format!("{DIM}╵{DIM:#} {pad}{GOOD}{marks}{GOOD:#}{label}"),
            Some(instead) => format!(
                "{DIM}│{DIM:#} {pad}{GOOD}{marks}{GOOD:#}{label}\n      {gutter} {DIM}╵{DIM:#} {pad}{GOOD}{instead}{GOOD:#}"
            ),
        };
        format!(
            "    {location}\n{above}      {DIM}{number} │{DIM:#} {before}{GOOD}{marked}{GOOD:#}{after}\n      {gutter} {marks}"
        )
    }

    /// The part of the line that is shown. A tab counts as one character in the column and is shown as two.
    fn window(&self) -> Window {
        let tabs = self.text.chars().take(self.column).filter(|c| *c == '\t').count();
        let line: Vec<char> = self.text.replace('\t', "  ").trim_end().chars().collect();
        let start = (self.column + tabs).min(line.len());
        let length = self.length.min(line.len().saturating_sub(start)).max(1);
        if line.len() <= TEXT_COLUMNS_MAX {
            return Window {
                line: line.into_iter().collect(),
                start,
                length,
            };
        }
        let length = length.min(TEXT_COLUMNS_MAX / 2);
        let from = start
            .saturating_sub(TEXT_COLUMNS_MAX / 3)
            .min(line.len() - TEXT_COLUMNS_MAX);
        let mut shown: Vec<char> = line[from..from + TEXT_COLUMNS_MAX].to_vec();
        if from > 0 {
            shown[0] = '…';
        }
        if from + TEXT_COLUMNS_MAX < line.len() {
            shown[TEXT_COLUMNS_MAX - 1] = '…';
        }
        Window {
            line: shown.into_iter().collect(),
            start: start - from,
            length,
        }
    }
}

/// The part of a line that is shown, and what is underlined in it, in characters.
struct Window {
    line: String,
    start: usize,
    length: usize,
}

/// As much of a line as is shown.
fn start_of(line: &str) -> String {
    let line = line.replace('\t', "  ");
    match line.char_indices().nth(TEXT_COLUMNS_MAX) {
        None => line,
        Some(_) => line.chars().take(TEXT_COLUMNS_MAX - 1).chain(['…']).collect(),
    }
}

fn split_at_char(text: &str, at: usize) -> (&str, &str) {
    let byte = text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    text.split_at(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, column: usize, length: usize) -> String {
        let file = "/p/src/server.ts".into();
        let place = Place {
            file,
            line: 12,
            column,
            length,
            text: text.to_owned(),
        };
        anstream::adapter::strip_str(&frame(&place, "here", Path::new("/p"))).to_string()
    }

    #[test]
    fn a_frame_underlines_characters_not_bytes() {
        assert_eq!(
            shown("const é = foo;", 11, 3),
            "    src/server.ts:12:11\n      12 │ const é = foo;\n         ╵           ~~~ here"
        );
    }

    #[test]
    fn tabs_become_two_spaces() {
        assert_eq!(
            shown("\t\tx", 3, 1),
            "    src/server.ts:12:3\n      12 │     x\n         ╵     ^ here"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let long = format!("{}WRONG{}", "a".repeat(200), "b".repeat(200));
        let text = shown(&long, 201, 5);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| line.chars().count() <= 80), "{text}");
        let at = lines[1].chars().position(|c| c == 'W').unwrap();
        assert_eq!(lines[2].chars().position(|c| c == '~').unwrap(), at);
    }

    #[test]
    fn an_empty_line_shows_only_its_place() {
        assert_eq!(shown("", 1, 1), "    src/server.ts:12:1: here");
    }
}
