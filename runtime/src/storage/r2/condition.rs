//! What an object must be like for a `get` or a `put` to be done: R2's `onlyIf`, HTTP's preconditions (RFC 9110 §13).

use super::R2Object;
use serde::Deserialize;

/// See the file's comment.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Condition {
    etag_matches: Option<Vec<Etag>>,
    etag_does_not_match: Option<Vec<Etag>>,
    /// Milliseconds since 1970, as the next.
    uploaded_before: Option<i64>,
    uploaded_after: Option<i64>,
    /// Whether times are compared as HTTP dates, which know seconds only.
    in_seconds: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Etag {
    Strong(String),
    Weak(String),
    /// `*`
    Any,
}

/// How weak tags are compared (RFC 9110 §8.8.3.2).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Strong,
    Weak,
}

impl Condition {
    /// Whether `object`, or that there is none, is as the condition wants it.
    pub(crate) fn holds(&self, object: Option<&R2Object>) -> bool {
        let Some(object) = object else {
            return self.etag_matches.is_none() && self.uploaded_after.is_none();
        };
        let matches =
            |tags: &Vec<Etag>, comparison| tags.iter().any(|tag| tag.matches(&object.etag, comparison));
        let if_match = self
            .etag_matches
            .as_ref()
            .map(|tags| matches(tags, Comparison::Strong));
        let tags = self.etag_does_not_match.as_ref();
        let if_none_match = tags.map(|tags| !matches(tags, Comparison::Weak));
        let uploaded = self.time(object.uploaded);
        let is_after = self.uploaded_after.is_none_or(|time| self.time(time) < uploaded);
        let is_before = self.uploaded_before.is_none_or(|time| uploaded < self.time(time));
        // A tag that decides makes the times irrelevant.
        if_match.unwrap_or(true)
            && if_none_match.unwrap_or(true)
            && (is_after || if_none_match == Some(true))
            && (is_before || if_match == Some(true))
    }

    fn time(&self, ms: i64) -> i64 {
        if self.in_seconds { ms.div_euclid(1000) } else { ms }
    }
}

impl Etag {
    fn matches(&self, etag: &str, comparison: Comparison) -> bool {
        match self {
            Self::Any => true,
            Self::Strong(tag) => tag == etag,
            Self::Weak(tag) => comparison == Comparison::Weak && tag == etag,
        }
    }
}
