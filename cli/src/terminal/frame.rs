//! A place in a source file: `file:line:column`, the line, and what is underlined, in esbuild's layout.

use super::style::{BAD, DIM, GOOD};
use crate::error::Place;
use std::fmt::Write;
use std::path::Path;

/// The columns of a source line that are shown: with the gutter, a frame stays within 80.
const TEXT_COLUMNS_MAX: usize = 68;

/// The frame of `place`, indented by four, without a final line break. `label` stands behind the underline.
pub(super) fn frame(place: &Place, label: &str, cwd: &Path) -> String {
    let mut text = format!("    {}", location(place, cwd));
    if place.text.trim().is_empty() {
        return if label.is_empty() {
            text
        } else {
            format!("{text}: {label}")
        };
    }
    let Window { line, start, length } = window(place);
    let number = place.line.to_string();
    let gutter = " ".repeat(number.len());
    let marks = if length == 1 {
        "^".to_owned()
    } else {
        "~".repeat(length)
    };
    let (before, rest) = split_at_char(&line, start);
    let (marked, after) = split_at_char(rest, length);
    let label = if label.is_empty() {
        String::new()
    } else {
        format!(" {BAD}{label}{BAD:#}")
    };
    let pad = " ".repeat(start);
    // Writing to a string does not fail.
    let _ok = write!(
        text,
        "\n      {DIM}{number} │{DIM:#} {before}{GOOD}{marked}{GOOD:#}{after}\n      \
         {DIM}{gutter} ╵{DIM:#} {pad}{GOOD}{marks}{GOOD:#}{label}"
    );
    text
}

/// `file:line:column`, relative to the working directory.
fn location(place: &Place, cwd: &Path) -> String {
    let file = place.file.strip_prefix(cwd).unwrap_or(&place.file);
    format!("{}:{}:{}", file.display(), place.line, place.column)
}

/// The part of a line that is shown, and what is underlined in it.
struct Window {
    line: String,
    start: usize,
    length: usize,
}

fn window(place: &Place) -> Window {
    // A tab counts as one character in the column but is shown as two.
    let at = place.column.saturating_sub(1);
    let tabs = place.text.chars().take(at).filter(|c| *c == '\t').count();
    let line: Vec<char> = place.text.replace('\t', "  ").trim_end().chars().collect();
    let start = (at + tabs).min(line.len());
    let length = place.length.min(line.len().saturating_sub(start)).max(1);
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
