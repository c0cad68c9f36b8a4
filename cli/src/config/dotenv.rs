//! `.env` files, by the rules of dotenv 16, which PartyKit uses: `export K=V`, `K: V`, three kinds of quotes, values
//! over several lines inside quotes, `\n` and `\r` only in double quotes, comments after unquoted values. There is no
//! `$VAR` expansion. What is no assignment is skipped.

use indexmap::IndexMap;

/// The assignments of `text`, the last of equal names winning.
pub(crate) fn parse(text: &str) -> IndexMap<String, String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut variables = IndexMap::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        if let Some((name, value, after)) = assignment(rest) {
            variables.insert(name.to_owned(), value);
            rest = after;
        } else {
            rest = next_line(rest);
        }
    }
    variables
}

/// The assignment that starts on the first line of `text`, and what follows its last line.
fn assignment(text: &str) -> Option<(&str, String, &str)> {
    let line = trim_start(text);
    let exported = line
        .strip_prefix("export")
        .filter(|after| after.starts_with(is_space))
        .and_then(|after| named(trim_start(after)));
    let (name, value) = exported.or_else(|| named(line))?;
    let (value, after) = quoted(value).unwrap_or_else(|| unquoted(value));
    Some((name, without_quotes(value), after))
}

/// The name that `text` starts with, and what follows its `=` or `: `.
fn named(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')))?;
    let (name, after) = text.split_at(end);
    if name.is_empty() {
        return None;
    }
    let value = match trim_start(after).strip_prefix('=') {
        Some(value) => value,
        // `K: V` needs the space, and none before the colon.
        None => after.strip_prefix(':')?.strip_prefix(is_space)?,
    };
    Some((name, value))
}

/// A value in quotes, which may begin on a later line, with nothing but a comment behind it; and what follows its line.
/// A quote after a backslash ends it only where no other does.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let value = trim_start(text);
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let mut escaped = Vec::new();
    let mut end = None;
    let mut chars = value.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match chars.peek() {
            Some(&(next, after)) if c == '\\' && after == quote => {
                escaped.push(next);
                chars.next();
            }
            _ if c == quote => {
                end = Some(at);
                break;
            }
            _ => {}
        }
    }
    let ends = end.into_iter().chain(escaped.into_iter().rev());
    ends.map(|end| value.split_at(end + 1))
        .find_map(|(value, behind)| {
            let line = behind.split('\n').next().unwrap_or_default();
            let rest = trim_start(line);
            (rest.is_empty() || rest.starts_with('#')).then(|| (value, next_line(behind)))
        })
}

/// A value without quotes: up to a `#` or the end of the line.
fn unquoted(text: &str) -> (&str, &str) {
    let line = text.split('\n').next().unwrap_or_default();
    let value = line.split('#').next().unwrap_or_default();
    (value.trim_matches(is_space), next_line(text))
}

/// What a value with its quotes means.
fn without_quotes(text: &str) -> String {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    let inside = quote
        .and_then(|quote| text[1..].strip_suffix(quote))
        .unwrap_or(text);
    if quote == Some('"') {
        inside.replace("\\n", "\n").replace("\\r", "\r")
    } else {
        inside.to_owned()
    }
}

fn next_line(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, after)| after)
}

fn trim_start(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

/// What JavaScript takes for a space; a byte order mark is one, as editors on Windows leave it.
fn is_space(c: char) -> bool {
    (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}'
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn pairs(text: &str) -> Vec<(String, String)> {
        parse(text).into_iter().collect()
    }

    fn value(text: &str) -> String {
        parse(&format!("K{text}\nNEXT=1\n")).swap_remove("K").unwrap()
    }

    #[test]
    fn names_and_signs() {
        let text = "# a comment\nPLAIN=value\nexport EXPORTED=yes\nCOLON: colon value\n  SPACED  =  around  \nEMPTY=\nnot a line\nA.B-C=dots\n";
        let expected = [
            ("PLAIN", "value"),
            ("EXPORTED", "yes"),
            ("COLON", "colon value"),
            ("SPACED", "around"),
            ("EMPTY", ""),
            ("A.B-C", "dots"),
        ];
        assert_eq!(
            pairs(text),
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn comments_end_unquoted_values_only() {
        assert_eq!(value("=kept # dropped"), "kept");
        assert_eq!(value("=http://x/#frag"), "http://x/");
        assert_eq!(value("=\"kept # too\""), "kept # too");
        assert_eq!(value("='a' # dropped"), "a");
    }

    #[test]
    fn quotes() {
        assert_eq!(value("='single \\n stays'"), "single \\n stays");
        assert_eq!(value("=\"line\\nbreak\""), "line\nbreak");
        assert_eq!(value("=`say \"hi\", it's`"), "say \"hi\", it's");
        assert_eq!(value("=\"several\nlines\""), "several\nlines");
        assert_eq!(value("=\" kept \""), " kept ");
        assert_eq!(value("=it's fine"), "it's fine");
        assert_eq!(value("=\"open"), "\"open");
    }

    #[test]
    fn spaces_are_those_of_javascript() {
        assert_eq!(pairs("\u{feff}A=1\n\u{a0}B=\u{feff}2\u{a0}\n").len(), 2);
        assert_eq!(value("=\u{feff}v\u{a0}"), "v");
        assert_eq!(parse("export=1")["export"], "1");
        assert_eq!(value("=\n\"next line\""), "next line");
        assert_eq!(value("=\"C:\\temp\\\""), "C:\\temp\\");
    }

    #[test]
    fn the_value_may_hold_equals_signs_and_dollars_and_the_last_name_wins() {
        assert_eq!(value("=a=b=c"), "a=b=c");
        assert_eq!(value("=$HOME/${X}"), "$HOME/${X}");
        assert_eq!(pairs("A=1\nA=2"), [("A".to_owned(), "2".to_owned())]);
        assert_eq!(pairs("A=1\r\nB=2\r\n").len(), 2);
    }
}
