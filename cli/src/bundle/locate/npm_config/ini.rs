//! The syntax of `.npmrc`: npm's dialect of INI, with variables in braces.
//!
//! Follows what npm accepts, and like npm never fails: a line that means nothing is passed over.

use std::collections::HashMap;

use super::super::environment::Environment;

/// The values of each key, in order; `key[]` adds one to `key`, a plain `key` starts anew. Keys below a
/// `[section]` are not npm's and are left out.
pub(super) fn parse(text: &str, env: &Environment) -> HashMap<String, Vec<String>> {
    let mut values: HashMap<String, Vec<String>> = HashMap::new();
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with([';', '#']) {
            continue;
        }
        if line.starts_with('[') && line.ends_with(']') {
            break;
        }
        let (key, value) = line.split_once('=').unwrap_or((line, "true"));
        let key = expand(&unquote(key), env);
        let value = expand(&unquote(value), env);
        match key.strip_suffix("[]") {
            Some(key) => values.entry(key.to_owned()).or_default().push(value),
            None => {
                values.insert(key, vec![value]);
            }
        }
    }
    values
}

/// Takes off quotes, or else an end-of-line comment and the backslashes that keep one from being one.
fn unquote(text: &str) -> String {
    let text = text.trim();
    if let Some(inner) = between(text, '\'') {
        return inner.to_owned();
    }
    if between(text, '"').is_some() {
        return serde_json::from_str(text).unwrap_or_else(|_| text.to_owned());
    }
    let mut plain = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            ';' | '#' => break,
            '\\' => {
                let escaped = characters.next_if(|next| matches!(next, '\\' | ';' | '#'));
                plain.push(escaped.unwrap_or('\\'));
            }
            other => plain.push(other),
        }
    }
    plain.trim_end().to_owned()
}

fn between(text: &str, quote: char) -> Option<&str> {
    text.strip_prefix(quote)?.strip_suffix(quote)
}

/// Puts variables in for `${NAME}`. An unset one stays as it is written, or vanishes as `${NAME?}`; a backslash
/// before the dollar keeps it as text.
fn expand(text: &str, env: &Environment) -> String {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, from_dollar) = rest.split_at(start);
        let Some(end) = from_dollar.find('}') else {
            break;
        };
        let name = &from_dollar[2..end];
        let whole = &from_dollar[..=end];
        rest = &from_dollar[end + 1..];
        let bare = before.trim_end_matches('\\');
        let backslashes = before.len() - bare.len();
        expanded.push_str(bare);
        expanded.push_str(&"\\".repeat(backslashes / 2));
        let (name, otherwise) = match name.strip_suffix('?') {
            Some(name) => (name, ""),
            None => (name, whole),
        };
        let value = env.text(name).unwrap_or(otherwise);
        expanded.push_str(if backslashes % 2 == 1 { whole } else { value });
    }
    expanded + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(line: &str) -> String {
        let env: Environment = [("TOKEN", "s3cret")].into_iter().collect();
        parse(line, &env).remove("key").unwrap().pop().unwrap()
    }

    #[test]
    fn values_are_read_as_npm_reads_them() {
        assert_eq!(value("key = plain "), "plain");
        assert_eq!(value("key=a=b"), "a=b");
        assert_eq!(value("key=\"quoted # text\\n\""), "quoted # text\n");
        assert_eq!(value("key='single'"), "single");
        assert_eq!(value("key=value ; comment"), "value");
        assert_eq!(value("key=value\\;more"), "value;more");
        assert_eq!(value("key"), "true");
        assert_eq!(value("; note\n# note\n\nkey=1\n[section]\nkey=2"), "1");
    }

    #[test]
    fn variables_are_put_in_unless_they_are_escaped_or_unset() {
        assert_eq!(value("key=${TOKEN}"), "s3cret");
        assert_eq!(value("key=a${TOKEN}b${TOKEN}"), "as3cretbs3cret");
        assert_eq!(value("key=\\${TOKEN}"), "${TOKEN}");
        assert_eq!(value("key=${NONE}"), "${NONE}");
        assert_eq!(value("key=${NONE?}"), "");
        assert_eq!(value("key=${TOKEN"), "${TOKEN");
    }
}
