//! The database of one room: where it is, how it is opened, and the guard that stands before user code's SQL.

use super::StorageError;
use super::guard::Guard;
use rusqlite::Connection;
use rusqlite::limits::Limit;
use std::path::PathBuf;
use std::sync::Arc;

const SCHEMA: &str = include_str!("schema.sql");

/// workerd's limits of a statement. Bytes of its text, columns, depth of expressions, terms of a UNION, parameters.
const LIMITS: [(Limit, i32); 8] = [
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (Limit::SQLITE_LIMIT_COLUMN, 100),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 5),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 100),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
];

/// Where one room's data lives.
#[derive(Clone, Debug)]
pub(crate) enum RoomFile {
    /// In this file, made with its folder on the first write.
    OnDisk(PathBuf),
    /// In memory, as long as the room's storage lives.
    InMemory,
}

impl RoomFile {
    /// Whether there is anything to read.
    pub(super) fn exists(&self) -> bool {
        matches!(self, Self::OnDisk(path) if path.exists())
    }
}

/// See the file's comment.
pub(super) struct Database {
    pub(super) connection: Connection,
    pub(super) guard: Arc<Guard>,
}

impl Database {
    /// Opens `file`, or makes it. WAL with `NORMAL` keeps every commit over the death of the process.
    pub(super) fn open(file: &RoomFile) -> Result<Self, StorageError> {
        let connection = match file {
            RoomFile::OnDisk(path) => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder)?;
                }
                Connection::open(path)?
            }
            RoomFile::InMemory => Connection::open_in_memory()?,
        };
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.execute_batch(SCHEMA)?;
        for (limit, value) in LIMITS {
            connection.set_limit(limit, value)?;
        }
        let guard = Guard::install(&connection)?;
        Ok(Self { connection, guard })
    }
}
