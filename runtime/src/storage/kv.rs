//! One KV namespace: keys with expiration and metadata in miniflare's table, values as blobs. Invariant: a key names a
//! complete blob, and its old blob goes only after the new one is committed. What a key or an expiration may be is
//! not decided here. For rooms and the edge at once: every call is one transaction.

use super::blobs::{Blob, Blobs};
use super::{Place, StorageError};
use crate::lock::lock;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::sync::{Arc, Mutex};

const SCHEMA: &str = include_str!("kv.sql");

/// The name that keys miniflare's own object of a namespace.
pub(super) const CLASS: &str = "KVNamespaceObject";

/// See the file's comment.
pub(crate) struct KvStore {
    /// The values.
    pub(crate) blobs: Arc<Blobs>,
    connection: Mutex<Connection>,
}

/// What a key has beside its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KvNote {
    /// When it is gone, milliseconds since 1970.
    pub(crate) expires_ms: Option<i64>,
    /// JSON.
    pub(crate) metadata: Option<String>,
}

/// What a key has.
pub(crate) struct KvFound {
    /// The value, which stays as long as it is held.
    pub(crate) blob: Arc<Blob>,
    /// JSON.
    pub(crate) metadata: Option<String>,
}

/// Which keys are wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct KvRange {
    /// Keys that begin so.
    pub(crate) prefix: String,
    /// Keys after this one.
    pub(crate) after: String,
    /// At most so many.
    pub(crate) limit: usize,
}

impl KvStore {
    /// The namespace at `place`.
    pub(crate) fn open(place: &Place) -> Result<Self, StorageError> {
        Ok(Self {
            blobs: place.blobs(),
            connection: Mutex::new(place.connect(SCHEMA)?),
        })
    }

    /// What `key` has.
    pub(crate) fn get(&self, key: &str, now_ms: i64) -> Result<Option<KvFound>, StorageError> {
        let connection = lock(&self.connection);
        let mut statement = connection.prepare_cached(
            "SELECT blob_id, metadata FROM _mf_entries \
             WHERE key = ?1 AND (expiration IS NULL OR expiration > ?2)",
        )?;
        let row: Option<(String, Option<String>)> = statement
            .query_row(params![key, now_ms], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        // Under the lock: nobody removes the blob between the two.
        Ok(row.and_then(|(id, metadata)| {
            let blob = self.blobs.get(&id)?;
            Some(KvFound { blob, metadata })
        }))
    }

    /// Sets `key` to the blob `id`. What has expired goes.
    pub(crate) fn put(&self, key: &str, id: &str, note: &KvNote, now_ms: i64) -> Result<(), StorageError> {
        let mut connection = lock(&self.connection);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let old = {
            let mut statement = transaction.prepare_cached(
                "DELETE FROM _mf_entries WHERE key = ?1 OR expiration <= ?2 RETURNING blob_id",
            )?;
            let old: Result<Vec<String>, _> = statement
                .query_map(params![key, now_ms], |row| row.get(0))?
                .collect();
            old?
        };
        transaction.execute(
            "INSERT INTO _mf_entries VALUES (?1, ?2, ?3, ?4)",
            params![key, id, note.expires_ms, note.metadata],
        )?;
        transaction.commit()?;
        for id in old {
            self.blobs.remove(&id);
        }
        Ok(())
    }

    /// Removes `key`.
    pub(crate) fn delete(&self, key: &str) -> Result<(), StorageError> {
        let connection = lock(&self.connection);
        let mut statement =
            connection.prepare_cached("DELETE FROM _mf_entries WHERE key = ?1 RETURNING blob_id")?;
        let old: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
        if let Some(id) = old {
            self.blobs.remove(&id);
        }
        Ok(())
    }

    /// The keys in `range`, in the order of their UTF-8 bytes.
    pub(crate) fn list(&self, range: &KvRange, now_ms: i64) -> Result<Vec<(String, KvNote)>, StorageError> {
        let connection = lock(&self.connection);
        let mut statement = connection.prepare_cached(
            "SELECT key, expiration, metadata FROM _mf_entries \
             WHERE key >= ?1 AND substr(key, 1, length(?1)) = ?1 AND key > ?2 \
             AND (expiration IS NULL OR expiration > ?3) ORDER BY key LIMIT ?4",
        )?;
        let limit = i64::try_from(range.limit).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![range.prefix, range.after, now_ms, limit], |row| {
            let note = KvNote {
                expires_ms: row.get(1)?,
                metadata: row.get(2)?,
            };
            Ok((row.get(0)?, note))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
