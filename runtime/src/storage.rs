//! Durable storage, in the layouts of workerd and miniflare: one SQLite file per room under
//! `<folder>/<project>-<class>/<object id>.sqlite`, values as bytes that somebody else encodes; for KV and R2 a SQLite
//! file per namespace or bucket and a folder of blobs. Only this folder knows SQLite.

pub(crate) mod alarms;
pub(crate) mod blobs;
pub(crate) mod database;
mod guard;
pub(crate) mod identity;
pub(crate) mod kv;
pub(crate) mod pairs;
mod place;
pub(crate) mod r2;
pub(crate) mod room;
pub(crate) mod sql;
mod sql_error;
mod statements;
pub(crate) mod stores;

pub(crate) use place::Place;

/// What went wrong in the database.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StorageError {
    /// SQLite said so.
    #[error("storage failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file system said so.
    #[error("cannot create the storage folder: {0}")]
    Folder(#[from] std::io::Error),
    /// Writes were undone, and nothing may leave before the room is reset.
    #[error("storage failed: {0}")]
    Lost(String),
}
