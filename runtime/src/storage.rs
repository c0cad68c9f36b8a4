//! Durable storage, in the layout of workerd: one SQLite file per room under
//! `<folder>/<project>-<class>/<object id>.sqlite`, values as bytes that somebody else encodes. Only this folder
//! knows SQLite.

pub(crate) mod alarms;
pub(crate) mod database;
mod guard;
pub(crate) mod identity;
pub(crate) mod kv;
pub(crate) mod room;
pub(crate) mod sql;
mod sql_error;
mod statements;

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
