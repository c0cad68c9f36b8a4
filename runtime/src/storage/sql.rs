//! User code's SQL: statements with bindings, and the rows they come to, all at once. It joins the turn's transaction.
//! Texts of errors are workerd's.

use super::StorageError;
use super::room::RoomStorage;
use super::sql_error::SqlError;
use super::statements::{has_words, statements};
use crate::limits::SQL_RESULT_BYTES_MAX;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Statement, StatementStatus, ToSql};

/// A value that SQL knows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SqlValue {
    Null,
    /// JavaScript's only kind of number.
    Number(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// What a statement came to.
#[derive(Debug, Default)]
pub(crate) struct SqlResult {
    /// Names of the columns.
    pub(crate) columns: Vec<String>,
    /// The rows, each with a value for each column.
    pub(crate) rows: Vec<Vec<SqlValue>>,
    /// Rows that were looked at: an estimate.
    pub(crate) rows_read: u64,
    /// Rows that were inserted, changed or deleted, without those of indexes.
    pub(crate) rows_written: u64,
}

impl ToSql for SqlValue {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Number(number) => ToSqlOutput::Owned(Value::Real(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Blob(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

impl From<ValueRef<'_>> for SqlValue {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(integer) => Self::Number(integer as f64),
            ValueRef::Real(number) => Self::Number(number),
            ValueRef::Text(text) => Self::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }
}

impl RoomStorage {
    /// Runs the statements of `sql`, the last one with `bindings`; what that came to.
    pub(crate) fn sql(&mut self, sql: &str, bindings: &[SqlValue]) -> Result<SqlResult, SqlError> {
        let statements = statements(sql);
        let Some((last, before)) = statements.split_last() else {
            return Err(SqlError::NoStatement);
        };
        for statement in before {
            self.statement(statement, None)?;
        }
        self.statement(last, Some(bindings))
    }

    /// Without `bindings`: one before the last.
    fn statement(&mut self, sql: &str, bindings: Option<&[SqlValue]>) -> Result<SqlResult, SqlError> {
        if !has_words(sql) {
            return Err(SqlError::NoStatement);
        }
        if renames_to_ours(sql) {
            return Err(SqlError::Refused);
        }
        let database = self.database()?;
        let (connection, guard) = (&database.connection, database.guard.clone());
        let prepared = guard.guarded(|| {
            let statement = connection.prepare(sql)?;
            Ok((statement.readonly(), statement.parameter_count()))
        });
        let (readonly, parameters) = match prepared {
            Ok(prepared) => prepared,
            Err(_) if guard.wanted_transaction() => return Err(SqlError::Transaction),
            Err(error) => return Err(SqlError::Sqlite(error)),
        };
        let bindings = match bindings {
            None if parameters > 0 => return Err(SqlError::EarlyParameters),
            Some(bindings) if parameters != bindings.len() => return Err(SqlError::ParameterCount),
            bindings => bindings.unwrap_or_default(),
        };
        // What a pragma sets counts as reading, but must find itself in the transaction as on workerd.
        if !readonly || sql.to_ascii_lowercase().contains("pragma") {
            self.writing()?;
        }
        let connection = &self.database()?.connection;
        let result = guard.guarded(|| run(connection, sql, bindings));
        self.notice_rollback();
        result
    }

    /// Bytes of the database.
    pub(crate) fn database_bytes(&mut self) -> Result<i64, StorageError> {
        let connection = &self.database()?.connection;
        let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        let bytes: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        Ok(pages * bytes)
    }

    /// Removes every key and every table of user code; the alarm stays.
    pub(crate) fn delete_all(&mut self) -> Result<(), StorageError> {
        if self.reading()?.is_none() {
            return Ok(());
        }
        let connection = self.writing()?;
        connection.execute("DELETE FROM _cf_KV", [])?;
        // Rows first: a table that another refers to cannot be dropped while it has any.
        connection.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        let steps = [
            ("DROP TRIGGER", "type = 'trigger'"),
            ("DROP VIEW", "type = 'view'"),
            ("DROP TABLE", "sql LIKE 'CREATE VIRTUAL TABLE%'"),
            ("DELETE FROM", "type = 'table'"),
            ("DROP TABLE", "type = 'table'"),
        ];
        for (verb, kind) in steps {
            for name in names(connection, kind)? {
                connection.execute_batch(&format!("{verb} \"{}\"", name.replace('"', "\"\"")))?;
            }
        }
        Ok(())
    }
}

/// The authorizer hears of a table's old name only.
fn renames_to_ours(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    let mut words = sql.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.any(|word| word == "alter")
        && words.any(|word| word == "rename")
        && words.any(|word| word.starts_with("_cf_"))
}

/// The objects of user code that `kind` selects.
fn names(connection: &Connection, kind: &str) -> rusqlite::Result<Vec<String>> {
    let sql = format!(
        "SELECT name FROM sqlite_schema WHERE ({kind}) \
         AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    );
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    rows.collect()
}

fn run(connection: &Connection, sql: &str, bindings: &[SqlValue]) -> Result<SqlResult, SqlError> {
    let changes_before = connection.total_changes();
    let mut statement = connection.prepare(sql)?;
    for (index, binding) in bindings.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, binding)?;
    }
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let rows = rows(&mut statement, columns.len())?;
    let steps = u64::try_from(statement.get_status(StatementStatus::FullscanStep)).unwrap_or(0);
    let scanned = if steps > 0 { steps + 1 } else { 0 };
    let rows_written = connection.total_changes().saturating_sub(changes_before);
    let returned = if rows_written == 0 { rows.len() as u64 } else { 0 };
    Ok(SqlResult {
        columns,
        rows,
        rows_read: scanned.max(returned),
        rows_written,
    })
}

fn rows(statement: &mut Statement<'_>, columns: usize) -> Result<Vec<Vec<SqlValue>>, SqlError> {
    let mut found = Vec::new();
    let mut bytes = 0;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(columns);
        for column in 0..columns {
            let value = SqlValue::from(row.get_ref(column)?);
            bytes += size_of::<SqlValue>();
            bytes += match &value {
                SqlValue::Text(text) => text.len(),
                SqlValue::Blob(blob) => blob.len(),
                SqlValue::Null | SqlValue::Number(_) => 0,
            };
            values.push(value);
        }
        if bytes > SQL_RESULT_BYTES_MAX {
            return Err(SqlError::TooLarge);
        }
        found.push(values);
    }
    Ok(found)
}
