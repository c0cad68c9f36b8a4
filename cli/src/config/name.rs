//! A new project's name: also its folder, its package's name and a part of URLs, so the strictest of these rules.

use crate::error::{Error, ErrorKind};
use std::fmt;

/// A name that matches `[a-z0-9][a-z0-9-]*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProjectName(String);

impl ProjectName {
    /// The longest name, in bytes: it becomes one label of a host name when it is deployed.
    const BYTES_MAX: usize = 63;

    /// Checks `name`.
    pub(crate) fn new(name: &str) -> Result<Self, Error> {
        if is_valid(name) {
            return Ok(Self(name.to_owned()));
        }
        let error = Error::new(
            ErrorKind::Other,
            format!("`{name}` cannot be the name of a project"),
        );
        let rule = "use lower-case letters, digits and dashes, with a letter or digit first";
        Err(match Self::suggested(name) {
            Some(better) => error.hint(format!("{rule}: `{better}`")),
            None => error.hint(rule),
        })
    }

    /// The nearest right name, for instance of a folder.
    pub(crate) fn suggested(text: &str) -> Option<Self> {
        let text = text
            .rsplit(['/', '\\'])
            .find(|part| !part.is_empty())
            .unwrap_or(text)
            .to_lowercase();
        let words: Vec<&str> = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let name: String = words.join("-").chars().take(Self::BYTES_MAX).collect();
        let name = name.trim_end_matches('-').to_owned();
        is_valid(&name).then_some(Self(name))
    }
}

fn is_valid(name: &str) -> bool {
    name.len() <= ProjectName::BYTES_MAX
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

impl fmt::Display for ProjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_name_comes_with_a_right_one() {
        let hint = |name: &str| ProjectName::new(name).unwrap_err().hint.unwrap();
        assert!(ProjectName::new("my-chat-2").is_ok());
        assert!(hint("My Chat!").ends_with(": `my-chat`"));
        assert!(hint("apps/Chat_Room").ends_with(": `chat-room`"));
        assert!(hint("-x").ends_with(": `x`"));
        assert!(hint("").ends_with("first"));
        assert!(ProjectName::new(&"a".repeat(64)).is_err());
    }
}
