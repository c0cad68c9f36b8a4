//! Uploads in parts. Invariant: a part belongs to its upload until that is completed, then to the object, or to nobody
//! and its blob goes. The rules for parts are R2's: all but the last have one size, 5 MiB or more.

use super::object::{empty, json};
use super::{R2Error, R2Object, R2Store, Refusal, blobs, replace};
use crate::limits::R2_PART_BYTES_MIN;
use crate::storage::StorageError;
use crate::storage::blobs::{hex, random_hex};
use md5::{Digest, Md5};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Deserialize;
use serde_json::value::RawValue;

/// How far an upload is, as it is stored.
const OPEN: u8 = 0;
const COMPLETED: u8 = 1;
const ABORTED: u8 = 2;

/// A part whose body is stored.
pub(crate) struct NewPart {
    /// From 1.
    pub(crate) number: u32,
    /// Its body.
    pub(crate) blob: String,
    /// Bytes.
    pub(crate) size: u64,
    /// The body's MD5 in hex.
    pub(crate) md5: String,
}

/// How whoever completes an upload names a part.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartName {
    /// From 1.
    pub(crate) part_number: u32,
    /// What uploading it gave.
    pub(crate) etag: String,
}

/// A part as it is stored.
struct Part {
    size: u64,
    md5: String,
}

/// What an upload was begun with.
struct Upload {
    state: u8,
    http_metadata: Box<RawValue>,
    custom_metadata: Box<RawValue>,
}

impl R2Store {
    /// Begins an upload; its id.
    pub(crate) fn begin_upload(&self, key: &str, http: &str, custom: &str) -> Result<String, StorageError> {
        let id = random_hex::<32>()?;
        self.connection().execute(
            "INSERT INTO _mf_multipart_uploads VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, key, http, custom, OPEN],
        )?;
        Ok(id)
    }

    /// Adds a part to an upload, in the place of an earlier one with its number; its etag.
    pub(crate) fn put_part(&self, key: &str, upload: &str, part: &NewPart) -> Result<String, R2Error> {
        let etag = random_hex::<16>()?;
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if find(&transaction, key, upload)?.is_none_or(|upload| upload.state != OPEN) {
            return Err(Refusal::NoSuchUpload.into());
        }
        let old: Option<String> = transaction
            .query_row(
                "DELETE FROM _mf_multipart_parts WHERE upload_id = ?1 AND part_number = ?2 RETURNING blob_id",
                params![upload, part.number],
                |row| row.get(0),
            )
            .optional()?;
        transaction.execute(
            "INSERT INTO _mf_multipart_parts VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL)",
            params![upload, part.number, part.blob, part.size, etag, part.md5],
        )?;
        transaction.commit()?;
        self.remove_all(old.into_iter().collect());
        Ok(etag)
    }

    /// Makes the object `key` of the parts of an upload.
    pub(crate) fn complete_upload(
        &self,
        key: &str,
        upload_id: &str,
        names: &[PartName],
    ) -> Result<R2Object, R2Error> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let upload = find(&transaction, key, upload_id)?.filter(|upload| upload.state == OPEN);
        let upload = upload.ok_or(Refusal::NoSuchUpload)?;
        let mut names = names.to_vec();
        names.sort_by_key(|name| name.part_number);
        let parts = parts(&transaction, upload_id, &names)?;
        check_sizes(&parts)?;
        let mut hashes = Md5::new();
        for part in &parts {
            hashes.update(unhex(&part.md5));
        }
        let object = R2Object::new(
            key.to_owned(),
            parts.iter().map(|part| part.size).sum(),
            format!("{}-{}", hex(&hashes.finalize()), parts.len()),
            [empty(), upload.http_metadata, upload.custom_metadata],
        )?;
        let mut old = replace(&transaction, &object, None)?;
        for name in &names {
            transaction.execute(
                "UPDATE _mf_multipart_parts SET object_key = ?1 WHERE upload_id = ?2 AND part_number = ?3",
                params![key, upload_id, name.part_number],
            )?;
        }
        old.extend(end(&transaction, upload_id, COMPLETED)?);
        transaction.commit()?;
        self.remove_all(old);
        Ok(object)
    }

    /// Ends an upload without an object. One that is over stays as it is.
    pub(crate) fn abort_upload(&self, key: &str, upload_id: &str) -> Result<(), R2Error> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let upload = find(&transaction, key, upload_id)?.ok_or(Refusal::NoSuchUpload)?;
        if upload.state != OPEN {
            return Ok(());
        }
        let old = end(&transaction, upload_id, ABORTED)?;
        transaction.commit()?;
        self.remove_all(old);
        Ok(())
    }
}

fn find(transaction: &Transaction<'_>, key: &str, id: &str) -> Result<Option<Upload>, rusqlite::Error> {
    let mut statement = transaction.prepare_cached(
        "SELECT state, http_metadata, custom_metadata FROM _mf_multipart_uploads \
         WHERE upload_id = ?1 AND key = ?2",
    )?;
    let upload = statement.query_row(params![id, key], |row| {
        Ok(Upload {
            state: row.get(0)?,
            http_metadata: json(row, 1)?,
            custom_metadata: json(row, 2)?,
        })
    });
    upload.optional()
}

/// The parts of `names`, which are in order.
fn parts(transaction: &Transaction<'_>, upload: &str, names: &[PartName]) -> Result<Vec<Part>, R2Error> {
    let mut statement = transaction.prepare_cached(
        "SELECT size, checksum_md5 FROM _mf_multipart_parts \
         WHERE upload_id = ?1 AND part_number = ?2 AND etag = ?3",
    )?;
    let mut parts = Vec::new();
    let mut before = 0;
    for name in names {
        let part = statement
            .query_row(params![upload, name.part_number, name.etag], |row| {
                Ok(Part {
                    size: row.get(0)?,
                    md5: row.get(1)?,
                })
            })
            .optional()?;
        if name.part_number == before {
            return Err(Refusal::Part.into());
        }
        before = name.part_number;
        parts.push(part.ok_or(Refusal::Part)?);
    }
    Ok(parts)
}

fn check_sizes(parts: &[Part]) -> Result<(), Refusal> {
    let Some((last, others)) = parts.split_last() else {
        return Ok(());
    };
    if others.iter().any(|part| part.size < R2_PART_BYTES_MIN) {
        return Err(Refusal::PartTooSmall);
    }
    let Some(first) = others.first() else {
        return Ok(());
    };
    if others.iter().any(|part| part.size != first.size) || last.size > first.size {
        return Err(Refusal::UnevenParts);
    }
    Ok(())
}

/// Ends an upload; the blobs of the parts that no object has taken.
fn end(transaction: &Transaction<'_>, upload: &str, state: u8) -> Result<Vec<String>, StorageError> {
    transaction.execute(
        "UPDATE _mf_multipart_uploads SET state = ?1 WHERE upload_id = ?2",
        params![state, upload],
    )?;
    blobs(
        transaction,
        "DELETE FROM _mf_multipart_parts WHERE upload_id = ?1 AND object_key IS NULL RETURNING blob_id",
        upload,
    )
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = text
        .as_bytes()
        .chunks(2)
        .filter_map(|pair| std::str::from_utf8(pair).ok());
    digits
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect()
}
