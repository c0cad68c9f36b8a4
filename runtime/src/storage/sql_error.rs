//! What can be wrong with user code's SQL, in workerd's words: SQLite's message, the place, and the code's name.

use super::StorageError;
use std::fmt;

/// See the file's comment.
#[derive(Debug)]
pub(crate) enum SqlError {
    /// Nothing but space and comments.
    NoStatement,
    /// `BEGIN` and its like.
    Transaction,
    /// Parameters in a statement before the last.
    EarlyParameters,
    /// More or fewer bindings than parameters.
    ParameterCount,
    /// A name that is ours.
    Refused,
    /// Of the rows.
    TooLarge,
    /// SQLite said so.
    Sqlite(rusqlite::Error),
    /// The storage is broken.
    Storage(StorageError),
}

impl From<rusqlite::Error> for SqlError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StorageError> for SqlError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl fmt::Display for SqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use rusqlite::Error as E;
        match self {
            Self::NoStatement => f.write_str("SQL code did not contain a statement."),
            Self::Transaction => f.write_str(
                "To execute a transaction, please use the state.storage.transaction() or \
                 state.storage.transactionSync() APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. \
                 The JavaScript API is safer because it will automatically roll back on exceptions, and because it \
                 interacts correctly with Durable Objects' automatic atomic write coalescing.",
            ),
            Self::EarlyParameters => f.write_str(
                "When executing multiple SQL statements in a single call, only the last statement can have \
                 parameters.",
            ),
            Self::ParameterCount => f.write_str("Wrong number of parameter bindings for SQL query."),
            Self::Refused => f.write_str("not authorized: SQLITE_AUTH"),
            Self::TooLarge => f.write_str(
                "The rows of this SQL query are more than 32 MiB, and a cursor holds them all: read them in parts, \
                 with LIMIT.",
            ),
            Self::Sqlite(E::SqlInputError { error, msg, offset, .. }) => {
                write!(f, "{msg} at offset {offset}: {}", code(error.extended_code))
            }
            Self::Sqlite(E::SqliteFailure(error, message)) => {
                let message = message.as_deref().unwrap_or("SQL logic error");
                write!(f, "{message}: {}", code(error.extended_code))
            }
            Self::Sqlite(error) => error.fmt(f),
            Self::Storage(error) => error.fmt(f),
        }
    }
}

/// The names of SQLite's codes, by number from 1.
const CODES: [&str; 26] = [
    "ERROR",
    "INTERNAL",
    "PERM",
    "ABORT",
    "BUSY",
    "LOCKED",
    "NOMEM",
    "READONLY",
    "INTERRUPT",
    "IOERR",
    "CORRUPT",
    "NOTFOUND",
    "FULL",
    "CANTOPEN",
    "PROTOCOL",
    "EMPTY",
    "SCHEMA",
    "TOOBIG",
    "CONSTRAINT",
    "MISMATCH",
    "MISUSE",
    "NOLFS",
    "AUTH",
    "FORMAT",
    "RANGE",
    "NOTADB",
];

/// The extended codes of a constraint, by number from 1.
const CONSTRAINTS: [&str; 12] = [
    "CHECK",
    "COMMITHOOK",
    "FOREIGNKEY",
    "FUNCTION",
    "NOTNULL",
    "PRIMARYKEY",
    "TRIGGER",
    "UNIQUE",
    "VTAB",
    "ROWID",
    "PINNED",
    "DATATYPE",
];

const CONSTRAINT: i32 = 19;

fn code(extended: i32) -> String {
    let named = |names: &[&'static str], number: i32| {
        let index = usize::try_from(number - 1).ok()?;
        names.get(index).copied()
    };
    let primary = extended & 0xFF;
    let Some(name) = named(&CODES, primary) else {
        return format!("SQLITE_{primary}");
    };
    match named(&CONSTRAINTS, extended >> 8) {
        Some(detail) if primary == CONSTRAINT => {
            format!("SQLITE_{name} (extended: SQLITE_{name}_{detail})")
        }
        _ => format!("SQLITE_{name}"),
    }
}
