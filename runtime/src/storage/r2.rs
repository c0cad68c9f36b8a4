//! One R2 bucket: objects in miniflare's tables, bodies as blobs. Invariants: an object names complete blobs; a condition
//! is tested in the transaction that writes; old blobs go only after the new ones are committed. For rooms and the
//! edge at once: every call is one transaction.

mod condition;
mod list;
mod object;
mod refusal;
mod uploads;

pub(crate) use condition::Condition;
pub(crate) use list::{Listed, Listing};
pub(crate) use object::{Piece, R2Object};
pub(crate) use refusal::{R2Error, Refusal};
pub(crate) use uploads::{NewPart, PartName};

use super::blobs::Blobs;
use super::{Place, StorageError};
use crate::lock::lock;
use object::COLUMNS;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::sync::{Arc, Mutex, MutexGuard};

const SCHEMA: &str = include_str!("r2.sql");

/// The name that keys miniflare's own object of a bucket.
pub(super) const CLASS: &str = "R2BucketObject";

/// See the file's comment.
pub(crate) struct R2Store {
    /// The bodies.
    pub(crate) blobs: Arc<Blobs>,
    connection: Mutex<Connection>,
}

impl R2Store {
    /// The bucket at `place`.
    pub(crate) fn open(place: &Place) -> Result<Self, StorageError> {
        Ok(Self {
            blobs: place.blobs(),
            connection: Mutex::new(place.connect(SCHEMA)?),
        })
    }

    /// The object `key`.
    pub(crate) fn head(&self, key: &str) -> Result<Option<R2Object>, StorageError> {
        Ok(find(&lock(&self.connection), key)?.map(|(object, _)| object))
    }

    /// The object `key` and the pieces of its body, which stay as long as they are held.
    pub(crate) fn get(&self, key: &str) -> Result<Option<(R2Object, Vec<Piece>)>, StorageError> {
        let connection = lock(&self.connection);
        let Some((object, blob)) = find(&connection, key)? else {
            return Ok(None);
        };
        let parts = match blob {
            Some(id) => vec![(id, object.size)],
            None => {
                let mut statement = connection.prepare_cached(
                    "SELECT blob_id, size FROM _mf_multipart_parts WHERE object_key = ?1 ORDER BY part_number",
                )?;
                let parts = statement.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
                parts.collect::<Result<Vec<(String, u64)>, _>>()?
            }
        };
        // Under the lock: nobody removes the blobs between the two.
        let piece = |(id, size): (String, u64)| {
            Some(Piece {
                blob: self.blobs.get(&id)?,
                size,
            })
        };
        let pieces: Option<Vec<Piece>> = parts.into_iter().map(piece).collect();
        Ok(pieces.map(|pieces| (object, pieces)))
    }

    /// Puts `object` with the body `blob` unless `condition` does not hold; whether it did.
    pub(crate) fn put(
        &self,
        object: &R2Object,
        blob: &str,
        condition: Option<&Condition>,
    ) -> Result<bool, StorageError> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = find(&transaction, &object.key)?.map(|(before, _)| before);
        if !condition.is_none_or(|condition| condition.holds(before.as_ref())) {
            return Ok(false);
        }
        let old = replace(&transaction, object, Some(blob))?;
        transaction.commit()?;
        self.remove_all(old);
        Ok(true)
    }

    /// Removes `keys`.
    pub(crate) fn delete(&self, keys: &[String]) -> Result<(), StorageError> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut old = Vec::new();
        for key in keys {
            old.extend(remove(&transaction, key)?);
        }
        transaction.commit()?;
        self.remove_all(old);
        Ok(())
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        lock(&self.connection)
    }

    fn remove_all(&self, blobs: Vec<String>) {
        for id in blobs {
            self.blobs.remove(&id);
        }
    }
}

/// The object `key`, and its blob if it is not made of parts.
fn find(connection: &Connection, key: &str) -> Result<Option<(R2Object, Option<String>)>, StorageError> {
    let sql = format!("SELECT {COLUMNS}, blob_id FROM _mf_objects WHERE key = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let row = |row: &rusqlite::Row<'_>| Ok((R2Object::of(row)?, row.get(8)?));
    Ok(statement.query_row([key], row).optional()?)
}

/// Puts `object` in the place of what has its key; the blobs that are nobody's now.
fn replace(
    transaction: &Transaction<'_>,
    object: &R2Object,
    blob: Option<&str>,
) -> Result<Vec<String>, StorageError> {
    let old = remove(transaction, &object.key)?;
    let mut statement = transaction.prepare_cached(&format!(
        "INSERT INTO _mf_objects ({COLUMNS}, blob_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
    ))?;
    statement.execute(params![
        object.key,
        object.version,
        object.size,
        object.etag,
        object.uploaded,
        object.checksums.get(),
        object.http_metadata.get(),
        object.custom_metadata.get(),
        blob,
    ])?;
    Ok(old)
}

/// Removes the object `key`; the blobs that are nobody's now.
fn remove(transaction: &Transaction<'_>, key: &str) -> Result<Vec<String>, StorageError> {
    let mut old = blobs(
        transaction,
        "DELETE FROM _mf_multipart_parts WHERE object_key = ?1 RETURNING blob_id",
        key,
    )?;
    let whole = "DELETE FROM _mf_objects WHERE key = ?1 RETURNING blob_id";
    let mut statement = transaction.prepare_cached(whole)?;
    let blob: Option<Option<String>> = statement.query_row([key], |row| row.get(0)).optional()?;
    old.extend(blob.flatten());
    Ok(old)
}

fn blobs(transaction: &Transaction<'_>, sql: &str, of: &str) -> Result<Vec<String>, StorageError> {
    let mut statement = transaction.prepare_cached(sql)?;
    let ids = statement.query_map([of], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
