//! Requests to a bucket, as `r2_arguments.js` words them, and what can be said of them without the bucket.

use crate::limits::R2_METADATA_BYTES_MAX;
use crate::storage::r2::{Condition, Listing, PartName, Refusal};
use serde::Deserialize;
use serde_json::Map;
use serde_json::value::{RawValue, to_raw_value};
use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Sha256, Sha384, Sha512};
use std::ops::Range;

/// What is done without a body.
#[derive(Deserialize)]
#[serde(tag = "method", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Call {
    Head {
        key: String,
    },
    Delete {
        keys: Vec<String>,
    },
    List {
        #[serde(flatten)]
        listing: Listing,
        cursor: Option<String>,
    },
    CreateMultipartUpload {
        key: String,
        #[serde(flatten)]
        metadata: Metadata,
    },
    CompleteMultipartUpload {
        key: String,
        upload_id: String,
        parts: Vec<PartName>,
    },
    AbortMultipartUpload {
        key: String,
        upload_id: String,
    },
}

/// What an object carries beside its body.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Metadata {
    pub(super) http_metadata: Map<String, serde_json::Value>,
    pub(super) custom_metadata: Map<String, serde_json::Value>,
}

/// Reading an object.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Get {
    pub(super) key: String,
    pub(super) range: Option<AskedRange>,
    pub(super) range_header: Option<String>,
    pub(super) only_if: Option<Condition>,
}

/// A part of a body: the bytes from `offset` on, `length` of them, or the last `suffix` ones.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct AskedRange {
    pub(super) offset: Option<u64>,
    pub(super) length: Option<u64>,
    pub(super) suffix: Option<u64>,
}

/// Writing an object.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Put {
    pub(super) key: String,
    #[serde(flatten)]
    pub(super) metadata: Metadata,
    pub(super) only_if: Option<Condition>,
    /// A hash function and the hash that the body must have, in hex.
    pub(super) hash: Option<(HashName, String)>,
}

/// The hash functions of R2.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum HashName {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// Writing a part.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UploadPart {
    pub(super) key: String,
    pub(super) upload_id: String,
    pub(super) part_number: u32,
}

impl Call {
    /// How errors call it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Head { .. } => "head",
            Self::Delete { .. } => "delete",
            Self::List { .. } => "list",
            Self::CreateMultipartUpload { .. } => "createMultipartUpload",
            Self::CompleteMultipartUpload { .. } => "completeMultipartUpload",
            Self::AbortMultipartUpload { .. } => "abortMultipartUpload",
        }
    }
}

impl AskedRange {
    /// The bytes of a body of `size`.
    pub(super) fn within(self, size: u64) -> std::result::Result<Range<u64>, Refusal> {
        let (offset, length) = match self.suffix {
            Some(0) => return Err(Refusal::Range),
            Some(suffix) => (size - suffix.min(size), suffix.min(size)),
            None => {
                let offset = self.offset.unwrap_or(0);
                (offset, self.length.unwrap_or(size.saturating_sub(offset)))
            }
        };
        // All of an empty object is a range of it when nothing in particular was asked for.
        let is_all = self.offset.is_none() && self.length.is_none() && self.suffix.is_none();
        if (length == 0 || offset >= size) && !is_all {
            return Err(Refusal::Range);
        }
        Ok(offset..offset.saturating_add(length).min(size))
    }
}

/// The one range of a `Range` header (RFC 9110 §14.1.2); none if it is another header, or cannot be answered.
pub(super) fn header_range(header: &str, size: u64) -> Option<Range<u64>> {
    let (first, last) = header.trim().strip_prefix("bytes=")?.trim().split_once('-')?;
    let range = match (first.trim(), last.trim()) {
        ("", suffix) => size - suffix.parse::<u64>().ok()?.min(size)..size,
        (first, "") => first.parse().ok()?..size,
        (first, last) => first.parse().ok()?..last.parse::<u64>().ok()?.saturating_add(1).min(size),
    };
    (range.start < range.end).then_some(range)
}

impl Metadata {
    /// Both as JSON, if there is not too much.
    pub(super) fn checked(&self) -> std::result::Result<[Box<RawValue>; 2], Refusal> {
        let values = self
            .custom_metadata
            .values()
            .filter_map(serde_json::Value::as_str);
        let texts = self.custom_metadata.keys().map(String::as_str).chain(values);
        if texts.map(weight).sum::<usize>() > R2_METADATA_BYTES_MAX {
            return Err(Refusal::MetadataTooLarge);
        }
        Ok([raw(&self.http_metadata), raw(&self.custom_metadata)])
    }
}

/// How R2 counts a text: a byte a character, two if one of them needs it.
fn weight(text: &str) -> usize {
    let units = text.encode_utf16().count();
    if text.chars().all(|c| u32::from(c) < 256) {
        units
    } else {
        units * 2
    }
}

impl HashName {
    /// The function, but for the one that is always used.
    pub(super) fn function(self) -> Option<Box<dyn DynDigest + Send>> {
        match self {
            Self::Md5 => None,
            Self::Sha1 => Some(Box::<Sha1>::default()),
            Self::Sha256 => Some(Box::<Sha256>::default()),
            Self::Sha384 => Some(Box::<Sha384>::default()),
            Self::Sha512 => Some(Box::<Sha512>::default()),
        }
    }

    /// Its name among the checksums.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// Its name in errors.
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }
}

/// As JSON text.
pub(super) fn raw(map: &Map<String, serde_json::Value>) -> Box<RawValue> {
    // A map of JSON values is JSON.
    to_raw_value(map).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_header_is_one_range_or_none() {
        for (header, range) in [
            ("bytes=1-3", Some(1..4)),
            ("bytes=8-", Some(8..11)),
            ("bytes=-3", Some(8..11)),
            ("bytes=-99", Some(0..11)),
            ("bytes=3-99", Some(3..11)),
            ("bytes=11-", None),
            ("bytes=0-1, 3-4", None),
            ("lines=1-3", None),
            ("bytes=-", None),
        ] {
            assert_eq!(header_range(header, 11), range, "{header}");
        }
    }

    #[test]
    fn all_of_an_empty_body_can_be_had_and_no_part_of_it() {
        assert_eq!(AskedRange::default().within(0), Ok(0..0));
        let first = AskedRange {
            length: Some(1),
            ..AskedRange::default()
        };
        assert_eq!(first.within(0), Err(Refusal::Range));
        assert_eq!(first.within(2), Ok(0..1));
    }
}
