//! What a bucket knows of an object, as it is stored and as it is told to JavaScript.

use crate::clock::now_ms;
use crate::storage::blobs::{Blob, random_hex};
use rusqlite::Row;
use serde::Serialize;
use serde_json::value::RawValue;
use std::io;
use std::sync::Arc;

/// The columns of an [`R2Object`], in the order of [`R2Object::of`].
pub(super) const COLUMNS: &str =
    "key, version, size, etag, uploaded, checksums, http_metadata, custom_metadata";

/// See the file's comment.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct R2Object {
    /// The key.
    pub(crate) key: String,
    /// Random, another one after each put.
    pub(crate) version: String,
    /// Bytes.
    pub(crate) size: u64,
    /// The MD5 of the body in hex; of an upload in parts that of their MD5s, and their number.
    pub(crate) etag: String,
    /// Milliseconds since 1970.
    pub(crate) uploaded: i64,
    /// Hash functions that the uploader named, in hex.
    pub(crate) checksums: Box<RawValue>,
    /// As the uploader gave it.
    pub(crate) http_metadata: Box<RawValue>,
    /// As the uploader gave it.
    pub(crate) custom_metadata: Box<RawValue>,
}

/// A piece of a body.
pub(crate) struct Piece {
    /// Its bytes.
    pub(crate) blob: Arc<Blob>,
    /// How many.
    pub(crate) size: u64,
}

impl R2Object {
    /// An object that was uploaded just now.
    pub(crate) fn new(
        key: String,
        size: u64,
        etag: String,
        metadata: [Box<RawValue>; 3],
    ) -> io::Result<Self> {
        let [checksums, http_metadata, custom_metadata] = metadata;
        Ok(Self {
            key,
            version: random_hex::<16>()?,
            size,
            etag,
            uploaded: now_ms(),
            checksums,
            http_metadata,
            custom_metadata,
        })
    }

    /// The object of a row of [`COLUMNS`].
    pub(super) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            key: row.get(0)?,
            version: row.get(1)?,
            size: row.get(2)?,
            etag: row.get(3)?,
            uploaded: row.get(4)?,
            checksums: json(row, 5)?,
            http_metadata: json(row, 6)?,
            custom_metadata: json(row, 7)?,
        })
    }
}

/// `{}`
pub(super) fn empty() -> Box<RawValue> {
    // It is JSON, so this never falls back.
    RawValue::from_string("{}".to_owned()).unwrap_or_default()
}

pub(super) fn json(row: &Row<'_>, column: usize) -> rusqlite::Result<Box<RawValue>> {
    RawValue::from_string(row.get(column)?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}
