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
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        }
    }
    variables
}

/// The assignment that starts on the first line of `text`, and what follows its last line.
fn assignment(text: &str) -> Option<(&str, String, &str)> {
    let line = text.trim_start_matches([' ', '\t']);
    let line = match line.strip_prefix("export") {
        Some(after) if after.starts_with([' ', '\t']) => after.trim_start_matches([' ', '\t']),
        _ => line,
    };
    let name_end = line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')))?;
    let (name, after) = line.split_at(name_end);
    if name.is_empty() {
        return None;
    }
    let spaced = after.trim_start_matches([' ', '\t']);
    let value = match spaced.strip_prefix('=') {
        Some(value) => value,
        // `K: V` needs the space, and none before the colon.
        None => after
            .strip_prefix(':')
            .filter(|value| value.starts_with([' ', '\t']))?,
    };
    let value = value.trim_start_matches([' ', '\t']);
    let (value, after) = quoted(value).unwrap_or_else(|| unquoted(value));
    Some((name, value, after))
}

/// A value in quotes with nothing but a comment behind it, and what follows its line.
fn quoted(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let inside = &text[1..];
    let mut end = None;
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && inside[at + 1..].starts_with(quote) {
            chars.next();
        } else if c == quote {
            end = Some(at);
            break;
        }
    }
    let end = end?;
    let (line, after) = inside[end + 1..]
        .split_once('\n')
        .unwrap_or((&inside[end + 1..], ""));
    let behind = line.trim();
    if !(behind.is_empty() || behind.starts_with('#')) {
        return None;
    }
    let value = inside[..end].to_owned();
    let value = if quote == '"' {
        value.replace("\\n", "\n").replace("\\r", "\r")
    } else {
        value
    };
    Some((value, after))
}

/// A value without quotes: up to a `#` or the end of the line.
fn unquoted(text: &str) -> (String, &str) {
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    let value = line.split_once('#').map_or(line, |(value, _)| value).trim();
    let value = match value.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) if value.len() > 1 && value.ends_with(quote) => {
            &value[1..value.len() - 1]
        }
        _ => value,
    };
    (value.to_owned(), after)
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
    fn the_value_may_hold_equals_signs_and_dollars_and_the_last_name_wins() {
        assert_eq!(value("=a=b=c"), "a=b=c");
        assert_eq!(value("=$HOME/${X}"), "$HOME/${X}");
        assert_eq!(pairs("A=1\nA=2"), [("A".to_owned(), "2".to_owned())]);
        assert_eq!(pairs("A=1\r\nB=2\r\n").len(), 2);
    }
}
