//! Why values do not fit, and the one error that says so for all of them.

use crate::config::document::{Document, Member, Node};
use crate::config::suggest::did_you_mean;
use crate::error::{Detail, Error, ErrorKind};
use serde::de;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

/// Why a value does not fit.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) path: Vec<String>,
    pub(super) span: Range<usize>,
    /// Where the value starts that has to be left out; set on the way up.
    pub(super) node: Option<usize>,
    pub(super) received: &'static str,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    Type {
        expected: String,
    },
    UnknownKey {
        meant: Option<&'static str>,
    },
    UnknownChoice {
        found: String,
        choices: &'static [&'static str],
    },
    Other(String),
}

impl Problem {
    pub(super) fn new(what: What) -> Self {
        Self {
            path: Vec::new(),
            span: 0..0,
            node: None,
            received: "",
            what,
        }
    }

    pub(super) fn at(mut self, path: &[String], node: &Node) -> Self {
        if self.node.is_none() {
            self.node = Some(node.span.start);
            self.span = node.span.clone();
            self.path = path.to_owned();
            self.received = node.type_name();
        }
        self
    }

    pub(super) fn at_key(mut self, path: &[String], member: &Member) -> Self {
        self = self.at(path, &member.value);
        self.path.push(member.key.clone());
        self.span = member.key_span.clone();
        self
    }

    fn key(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    fn parent(&self) -> String {
        self.path[..self.path.len().saturating_sub(1)].join(".")
    }

    fn headline(&self) -> String {
        let text = match &self.what {
            What::Type { expected } => {
                let expected = expected.trim_start_matches("a ").trim_start_matches("an ");
                let expected = expected.replace("or a ", "or ").replace("or an ", "or ");
                let expected = expected.replace("list", "array");
                format!("Expected {expected}, received {}", self.received)
            }
            What::UnknownKey { .. } => format!("Unrecognized key(s) in object: '{}'", self.key()),
            What::UnknownChoice { found, choices } => {
                format!(
                    "Invalid enum value. Expected '{}', received '{found}'",
                    choices.join("' | '")
                )
            }
            What::Other(text) => text.clone(),
        };
        with_path(text, &self.path.join("."))
    }

    fn label(&self) -> String {
        match &self.what {
            What::Type { expected } => format!("expected {expected}"),
            What::UnknownKey { .. } => "unknown field".to_owned(),
            What::UnknownChoice { .. } => "unknown value".to_owned(),
            What::Other(text) => text.clone(),
        }
    }

    fn hint(&self) -> Option<String> {
        let meant = |meant: &str| format!("did you mean `{meant}`?");
        match &self.what {
            What::UnknownKey { meant: key } => key.map(meant),
            What::UnknownChoice { found, choices } => Some(
                did_you_mean(found, choices.iter().copied())
                    .map_or_else(|| format!("the choices are {}", choices.join(", ")), meant),
            ),
            What::Type { .. } | What::Other(_) => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline())
    }
}

impl std::error::Error for Problem {}

impl de::Error for Problem {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(What::Other(message.to_string()))
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let expected = match expected.to_string().as_str() {
            "a map" => "an object".to_owned(),
            text if text.starts_with("struct ") => "an object".to_owned(),
            "a sequence" => "a list".to_owned(),
            "f64" => "a number".to_owned(),
            text => text.to_owned(),
        };
        Self::new(What::Type { expected })
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::new(What::UnknownKey {
            meant: renamed(field, expected).or_else(|| did_you_mean(field, expected.iter().copied())),
        })
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(What::UnknownChoice {
            found: variant.to_owned(),
            choices: expected,
        })
    }
}

/// What an old name of PartyKit's is called today.
fn renamed(field: &str, expected: &[&'static str]) -> Option<&'static str> {
    let now = match field {
        "assets" => "serve",
        _ => return None,
    };
    expected.iter().copied().find(|name| *name == now)
}

/// One error for all problems. The headline is PartyKit's (conformance G05 to G08).
pub(super) fn validation_error(document: &Document, problems: Vec<Problem>) -> Error {
    let mut headlines: Vec<String> = Vec::new();
    let mut grouped: HashSet<String> = HashSet::new();
    for problem in &problems {
        if !matches!(problem.what, What::UnknownKey { .. }) {
            headlines.push(problem.headline());
        } else if grouped.insert(problem.parent()) {
            let same = problems.iter().filter(|other| {
                matches!(other.what, What::UnknownKey { .. }) && other.parent() == problem.parent()
            });
            let keys: Vec<String> = same.map(|other| format!("'{}'", other.key())).collect();
            let keys = keys.join(", ");
            headlines.push(with_path(
                format!("Unrecognized key(s) in object: {keys}"),
                &problem.parent(),
            ));
        }
    }
    let mut error = Error::new(
        ErrorKind::Config,
        format!("Validation error: {}", headlines.join("; ")),
    );
    error.details = problems
        .into_iter()
        .map(|problem| Detail {
            label: problem.label(),
            hint: problem.hint(),
            place: document.place(problem.span),
        })
        .collect();
    error
}

fn with_path(text: String, path: &str) -> String {
    if path.is_empty() {
        text
    } else {
        format!("{text} at \"{path}\"")
    }
}
