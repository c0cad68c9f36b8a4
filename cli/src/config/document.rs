//! A JSON5 document that remembers where each key and value stands, so that every complaint can underline its cause.
//!
//! The `json5` crate judges the syntax and reads the scalars; the walk here only follows the structure of a text that
//! it has already accepted.

use crate::error::{Error, ErrorKind, Place};
use json5::ErrorCode;
use serde_json::Value;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A parsed file.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Where it was read from.
    pub(crate) file: PathBuf,
    /// Its text.
    pub(crate) text: String,
    /// Its value.
    pub(crate) root: Node,
    /// Keys that an object has again, where they are not counted.
    repeated: Vec<Repeated>,
}

/// A key that comes again in the same object.
#[derive(Clone, Debug)]
struct Repeated {
    key: String,
    key_span: Range<usize>,
}

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Its bytes in the text.
    pub(crate) span: Range<usize>,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A string, number, boolean or null.
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// An object; of equal keys only the last is kept, as in JavaScript.
    Object(Vec<Member>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// The key.
    pub(crate) key: String,
    /// The key's bytes in the text, with its quotes.
    pub(crate) key_span: Range<usize>,
    /// The value.
    pub(crate) value: Node,
}

impl Document {
    /// Reads `text`, the content of `file`.
    pub(crate) fn parse(file: &Path, text: String) -> Result<Self, Error> {
        json5::from_str::<Value>(&text).map_err(|error| syntax_error(file, &text, &error))?;
        let mut walk = Walk {
            text: &text,
            at: 0,
            repeated: Vec::new(),
        };
        let Some(root) = walk.value() else {
            return Err(Error::new(
                ErrorKind::Config,
                format!("cannot read `{}` as JSON5", file.display()),
            ));
        };
        let repeated = walk.repeated;
        Ok(Self {
            file: file.to_owned(),
            text,
            root,
            repeated,
        })
    }

    /// A sentence for every key that does not count, because it comes again.
    pub(crate) fn warnings(&self) -> impl Iterator<Item = String> {
        self.repeated.iter().map(|Repeated { key, key_span }| {
            let place = self.place(key_span.clone());
            let file = place.file.file_name().unwrap_or_default().display();
            format!(
                "`{key}` ({file}:{}) does not count: it comes again in the same object",
                place.line
            )
        })
    }

    /// The place of `span`.
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        Place::in_text(&self.file, &self.text, span)
    }
}

impl Node {
    /// The member `key` of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Object(members) => members
                .iter()
                .find(|member| member.key == key)
                .map(|member| &member.value),
            Kind::Scalar(_) | Kind::List(_) => None,
        }
    }

    /// The node that `path` leads to.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// JavaScript's name for the kind of value.
    pub(crate) fn type_name(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar(Value::String(_)) => "string",
            Kind::Scalar(Value::Number(_)) => "number",
            Kind::Scalar(Value::Bool(_)) => "boolean",
            Kind::Scalar(_) => "null",
            Kind::List(_) => "array",
            Kind::Object(_) => "object",
        }
    }
}

/// Follows the structure of a valid text; `None` means that it was not valid after all.
struct Walk<'a> {
    text: &'a str,
    at: usize,
    repeated: Vec<Repeated>,
}

impl Walk<'_> {
    fn value(&mut self) -> Option<Node> {
        self.skip_gap();
        let start = self.at;
        let kind = match self.rest().chars().next()? {
            '{' => self.object()?,
            '[' => self.list()?,
            _ => Kind::Scalar(json5::from_str(self.token()).ok()?),
        };
        Some(Node {
            span: start..self.at,
            kind,
        })
    }

    fn object(&mut self) -> Option<Kind> {
        let mut members: Vec<Member> = Vec::new();
        self.at += 1;
        while !self.take('}') {
            let start = self.at;
            let token = self.token();
            let key = match token.chars().next()? {
                '"' | '\'' => json5::from_str(token).ok()?,
                _ if token.contains('\\') => json5::from_str(&format!("\"{token}\"")).ok()?,
                _ => token.to_owned(),
            };
            let key_span = start..self.at;
            if !self.take(':') {
                return None;
            }
            let value = self.value()?;
            if let Some(index) = members.iter().position(|member| member.key == key) {
                let Member { key, key_span, .. } = members.remove(index);
                self.repeated.push(Repeated { key, key_span });
            }
            members.push(Member { key, key_span, value });
            self.take(',');
        }
        Some(Kind::Object(members))
    }

    fn list(&mut self) -> Option<Kind> {
        let mut nodes = Vec::new();
        self.at += 1;
        while !self.take(']') {
            nodes.push(self.value()?);
            self.take(',');
        }
        Some(Kind::List(nodes))
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Steps over `wanted` if it comes next; stands before the next token in any case.
    fn take(&mut self, wanted: char) -> bool {
        self.skip_gap();
        let taken = self.rest().starts_with(wanted);
        if taken {
            self.at += wanted.len_utf8();
            self.skip_gap();
        }
        taken
    }

    /// A string with its quotes, or everything up to a delimiter.
    fn token(&mut self) -> &str {
        let start = self.at;
        let mut chars = self.rest().char_indices();
        let quote = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''));
        if quote.is_some() {
            chars.next();
        }
        let mut end = self.rest().len();
        while let Some((at, c)) = chars.next() {
            match quote {
                Some(_) if c == '\\' => drop(chars.next()),
                Some(quote) if c == quote => {
                    end = at + 1;
                    break;
                }
                None if is_space(c) || matches!(c, ',' | ':' | ']' | '}' | '/') => {
                    end = at;
                    break;
                }
                Some(_) | None => {}
            }
        }
        self.at = start + end;
        &self.text[start..self.at]
    }

    fn skip_gap(&mut self) {
        loop {
            let rest = self.rest();
            let gap = if let Some(comment) = rest.strip_prefix("//") {
                2 + comment
                    .find(['\n', '\r', '\u{2028}', '\u{2029}'])
                    .unwrap_or(comment.len())
            } else if let Some(comment) = rest.strip_prefix("/*") {
                2 + comment.find("*/").map_or(comment.len(), |end| end + 2)
            } else {
                rest.find(|c| !is_space(c)).unwrap_or(rest.len())
            };
            if gap == 0 {
                return;
            }
            self.at += gap;
        }
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// What the parser says, in our words and with its place.
fn syntax_error(file: &Path, text: &str, error: &json5::Error) -> Error {
    let name = file.file_name().unwrap_or_default().display().to_string();
    let said = error.code().map_or("is not valid", explain);
    let failure = Error::new(ErrorKind::Config, format!("syntax error in `{name}`: {said}"));
    let offset = error
        .position()
        .map_or(text.len(), |position| offset_of(text, position));
    // At the end of the file there is nothing to underline: show what comes last.
    let offset = if text[offset..].trim().is_empty() {
        text.trim_end().len().saturating_sub(1)
    } else {
        offset
    };
    let offset = (0..=offset)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let character = text[offset..].chars().next();
    let failure = match character {
        Some('\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}') => {
            failure.hint("an editor for prose put a curly quote here: use straight ones, `\"`")
        }
        _ => failure,
    };
    let end = offset + character.map_or(1, char::len_utf8);
    failure.at(Place::in_text(file, text, offset..end))
}

fn offset_of(text: &str, position: json5::Position) -> usize {
    let line = text
        .split_inclusive('\n')
        .take(position.line)
        .map(str::len)
        .sum::<usize>();
    let column = text[line..]
        .chars()
        .take(position.column)
        .map(char::len_utf8)
        .sum::<usize>();
    (line + column).min(text.len())
}

fn explain(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::EofParsingArray => "the file ends inside a list, a `]` is missing",
        ErrorCode::EofParsingObject => "the file ends inside an object, a `}` is missing",
        ErrorCode::EofParsingString => "the file ends inside a string, its closing quote is missing",
        ErrorCode::EofParsingComment => "the file ends inside a comment, a `*/` is missing",
        ErrorCode::EofParsingValue => "a value is missing",
        ErrorCode::EofParsingBool
        | ErrorCode::EofParsingEscapeSequence
        | ErrorCode::EofParsingIdentifier
        | ErrorCode::EofParsingNull
        | ErrorCode::EofParsingNumber => "the file ends too early",
        ErrorCode::ExpectedColon => "expected a `:` after the key",
        ErrorCode::ExpectedComma => "a `,` is missing before this",
        ErrorCode::ExpectedClosingBrace => "expected a `,` or a `}`",
        ErrorCode::ExpectedClosingBracket => "expected a `,` or a `]`",
        ErrorCode::ExpectedIdentifier | ErrorCode::InvalidKey | ErrorCode::ExpectedStringOrObject => {
            "expected a key"
        }
        ErrorCode::LineTerminatorInString => "a string goes over the end of its line",
        ErrorCode::InvalidEscapeSequence => "no such escape sequence",
        ErrorCode::LeadingZero => "a number cannot start with 0",
        ErrorCode::OverflowParsingNumber => "the number is too large",
        ErrorCode::TrailingCharacters => "there is more after the end of the object",
        ErrorCode::ExpectedComment => "expected `//` or `/*`",
        ErrorCode::ExpectedBool
        | ErrorCode::ExpectedNull
        | ErrorCode::ExpectedNumber
        | ErrorCode::ExpectedOpeningBrace
        | ErrorCode::ExpectedOpeningBracket
        | ErrorCode::ExpectedString
        | ErrorCode::ExpectedValue
        | ErrorCode::InvalidBytes => "expected a value",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Document {
        Document::parse(Path::new("partykit.json"), text.to_owned()).unwrap()
    }

    #[test]
    fn every_value_knows_its_place() {
        let text = "{\n  // a comment, with { in it\n  name: 'it\\'s', /* : */ \"parties\": { a: 'x.ts', },\n  l: [1, +.5, 0xff,],\n}";
        let document = parse(text);
        let place_of = |path: &[&str]| {
            let place = document.place(document.root.at(path).unwrap().span.clone());
            (place.line, place.column, place.length)
        };
        assert_eq!(place_of(&["name"]), (3, 9, 7));
        assert_eq!(place_of(&["parties", "a"]), (3, 42, 6));
        assert_eq!(place_of(&["l"]), (4, 6, 15));
        assert_eq!(document.place(0..1).text, "{");
    }

    #[test]
    fn syntax_errors_say_what_is_missing_and_where() {
        let wrong = |text: &str| {
            let error = Document::parse(Path::new("a/partykit.json"), text.to_owned()).unwrap_err();
            let place = error.place.unwrap();
            format!("{} at {}:{}", error.message, place.line, place.column)
        };
        assert_eq!(
            wrong("{\n  main: 'x.ts'\n  port: 1\n}"),
            "syntax error in `partykit.json`: a `,` is missing before this at 3:3"
        );
        assert_eq!(
            wrong("{ \"main\": \"x.ts\"\n"),
            "syntax error in `partykit.json`: the file ends inside an object, a `}` is missing at 1:1"
        );
        assert_eq!(
            wrong(""),
            "syntax error in `partykit.json`: a value is missing at 1:1"
        );
        assert_eq!(
            wrong("{} x"),
            "syntax error in `partykit.json`: there is more after the end of the object at 1:4"
        );
    }

    #[test]
    fn the_last_of_equal_keys_wins() {
        assert_eq!(
            parse("{ a: 1, a: 'two' }").root.at(&["a"]).unwrap().type_name(),
            "string"
        );
    }

    #[test]
    fn a_curly_quote_is_named_and_underlined() {
        let error =
            Document::parse(Path::new("p.json"), "{\n  \u{201c}main\u{201d}: 1 }".to_owned()).unwrap_err();
        let place = error.place.unwrap();
        assert_eq!((place.line, place.column, place.length), (2, 3, 1));
        assert!(error.hint.unwrap().contains("curly"));
    }
}
