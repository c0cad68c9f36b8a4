//! One room's storage. Writes join a transaction that stays open until [`RoomStorage::commit`]: the caller
//! commits before the outside world hears of anything, so what a client was told is on disk. A room that never
//! stores has no file.

use super::StorageError;
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};
use std::path::{Path, PathBuf};

const SCHEMA: &str = include_str!("schema.sql");

/// The row of `_cf_METADATA` that holds the alarm.
const ALARM_ROW: i64 = 1;

/// Where one room's data lives.
#[derive(Clone, Debug)]
pub(crate) enum RoomFile {
    /// In this file, made with its folder on the first write.
    OnDisk(PathBuf),
    /// In memory, as long as the [`RoomStorage`] lives.
    InMemory,
}

/// One room's data.
pub(crate) struct RoomStorage {
    file: RoomFile,
    connection: Option<Connection>,
    /// Whether the turn's transaction is open.
    open: bool,
    /// Open savepoints, innermost last.
    savepoints: usize,
}

/// Which keys a `list` wants. Ranges are in byte order of UTF-8.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ListOptions {
    /// Keys from here on.
    pub(crate) start: Option<String>,
    /// Keys after this one.
    pub(crate) start_after: Option<String>,
    /// Keys before this one.
    pub(crate) end: Option<String>,
    /// Keys that begin so.
    pub(crate) prefix: Option<String>,
    /// Last key first.
    pub(crate) reverse: bool,
    /// At most so many.
    pub(crate) limit: Option<u32>,
}

impl RoomStorage {
    /// The storage in `file`; nothing is opened yet.
    pub(crate) fn new(file: RoomFile) -> Self {
        Self {
            file,
            connection: None,
            open: false,
            savepoints: 0,
        }
    }

    /// The value of `key`.
    pub(crate) fn get(&mut self, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let Some(connection) = self.reading()? else {
            return Ok(None);
        };
        let mut statement = connection.prepare_cached("SELECT value FROM _cf_KV WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    /// Sets `key`.
    pub(crate) fn put(&mut self, key: &str, value: &[u8]) -> Result<(), StorageError> {
        let connection = self.writing()?;
        let mut statement = connection.prepare_cached(
            "INSERT INTO _cf_KV VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?;
        statement.execute(params![key, value])?;
        Ok(())
    }

    /// Removes `key`; whether it was there.
    pub(crate) fn delete(&mut self, key: &str) -> Result<bool, StorageError> {
        if self.reading()?.is_none() {
            return Ok(false);
        }
        let mut statement = self
            .writing()?
            .prepare_cached("DELETE FROM _cf_KV WHERE key = ?1")?;
        Ok(statement.execute([key])? > 0)
    }

    /// Removes every key; the alarm stays.
    pub(crate) fn delete_all(&mut self) -> Result<(), StorageError> {
        if self.reading()?.is_some() {
            self.writing()?.execute("DELETE FROM _cf_KV", [])?;
        }
        Ok(())
    }

    /// The pairs that `options` asks for, in order.
    pub(crate) fn list(&mut self, options: &ListOptions) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        let Some(connection) = self.reading()? else {
            return Ok(Vec::new());
        };
        let (sql, bounds) = options.query();
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(bounds), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The alarm's time, milliseconds since 1970.
    pub(crate) fn alarm(&mut self) -> Result<Option<i64>, StorageError> {
        let Some(connection) = self.reading()? else {
            return Ok(None);
        };
        let mut statement = connection.prepare_cached("SELECT value FROM _cf_METADATA WHERE key = ?1")?;
        let nanoseconds: Option<Option<i64>> =
            statement.query_row([ALARM_ROW], |row| row.get(0)).optional()?;
        Ok(nanoseconds.flatten().map(|n| n / 1_000_000))
    }

    /// Sets or clears the alarm. The caller keeps the class's alarm index in step.
    pub(crate) fn set_alarm(&mut self, milliseconds: Option<i64>) -> Result<(), StorageError> {
        let connection = self.writing()?;
        let mut statement = connection.prepare_cached(
            "INSERT INTO _cf_METADATA VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?;
        statement.execute(params![ALARM_ROW, milliseconds.map(|ms| ms * 1_000_000)])?;
        Ok(())
    }

    /// Opens a nested transaction.
    pub(crate) fn savepoint(&mut self) -> Result<(), StorageError> {
        let depth = self.savepoints;
        self.writing()?
            .execute_batch(&format!("SAVEPOINT nested_{depth}"))?;
        self.savepoints += 1;
        Ok(())
    }

    /// Ends the innermost nested transaction and keeps its writes.
    pub(crate) fn release(&mut self) -> Result<(), StorageError> {
        self.end_savepoint("RELEASE nested_")
    }

    /// Ends the innermost nested transaction and undoes its writes.
    pub(crate) fn roll_back(&mut self) -> Result<(), StorageError> {
        let Some(depth) = self.savepoints.checked_sub(1) else {
            return Ok(());
        };
        self.writing()?
            .execute_batch(&format!("ROLLBACK TO nested_{depth}"))?;
        self.end_savepoint("RELEASE nested_")
    }

    fn end_savepoint(&mut self, verb: &str) -> Result<(), StorageError> {
        let Some(depth) = self.savepoints.checked_sub(1) else {
            return Ok(());
        };
        self.writing()?.execute_batch(&format!("{verb}{depth}"))?;
        self.savepoints = depth;
        Ok(())
    }

    /// Makes everything written so far durable. With a nested transaction open nothing happens: its writes and
    /// those around it become durable together, when it ends.
    pub(crate) fn commit(&mut self) -> Result<(), StorageError> {
        if !self.open || self.savepoints > 0 {
            return Ok(());
        }
        self.open = false;
        if let Some(connection) = &self.connection {
            connection.execute_batch("COMMIT")?;
        }
        Ok(())
    }

    /// Undoes everything since the last commit, nested transactions included.
    pub(crate) fn abandon(&mut self) -> Result<(), StorageError> {
        self.savepoints = 0;
        if std::mem::take(&mut self.open)
            && let Some(connection) = &self.connection
        {
            connection.execute_batch("ROLLBACK")?;
        }
        Ok(())
    }

    /// Whether the data outlives the process.
    pub(crate) fn is_on_disk(&self) -> bool {
        matches!(self.file, RoomFile::OnDisk(_))
    }

    /// Closes the file; the next use opens it again. Data in memory stays.
    pub(crate) fn close(&mut self) {
        if let RoomFile::OnDisk(_) = self.file {
            self.connection = None;
            self.open = false;
            self.savepoints = 0;
        }
    }

    fn reading(&mut self) -> Result<Option<&Connection>, StorageError> {
        if self.connection.is_none() {
            match &self.file {
                RoomFile::OnDisk(path) if path.exists() => self.connection = Some(open(path)?),
                RoomFile::OnDisk(_) | RoomFile::InMemory => {}
            }
        }
        Ok(self.connection.as_ref())
    }

    fn writing(&mut self) -> Result<&Connection, StorageError> {
        if self.connection.is_none() {
            self.connection = Some(match &self.file {
                RoomFile::OnDisk(path) => open(path)?,
                RoomFile::InMemory => prepare(Connection::open_in_memory()?)?,
            });
        }
        let Some(connection) = &self.connection else {
            return Err(rusqlite::Error::InvalidQuery.into());
        };
        if !self.open {
            connection.execute_batch("BEGIN IMMEDIATE")?;
            self.open = true;
        }
        Ok(connection)
    }
}

fn open(path: &Path) -> Result<Connection, StorageError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    prepare(Connection::open(path)?)
}

/// WAL with `NORMAL` keeps every commit over the death of the process.
fn prepare(connection: Connection) -> Result<Connection, StorageError> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.execute_batch(SCHEMA)?;
    Ok(connection)
}

impl ListOptions {
    /// The statement and its bounds. SQLite compares text by its UTF-8 bytes, which is the order wanted; a prefix
    /// is tested on the bytes themselves, within the range that it starts.
    fn query(&self) -> (String, Vec<Box<dyn ToSql + '_>>) {
        let mut conditions: Vec<&str> = Vec::new();
        let mut bounds: Vec<Box<dyn ToSql + '_>> = Vec::new();
        let ranges = [
            ("key >= ?", &self.start),
            ("key > ?", &self.start_after),
            ("key < ?", &self.end),
            ("key >= ?", &self.prefix),
        ];
        for (condition, bound) in ranges {
            if let Some(bound) = bound {
                conditions.push(condition);
                bounds.push(Box::new(bound));
            }
        }
        if let Some(prefix) = &self.prefix {
            conditions.push("substr(CAST(key AS BLOB), 1, ?) = ?");
            bounds.push(Box::new(prefix.len() as i64));
            bounds.push(Box::new(prefix.as_bytes()));
        }
        let mut sql = "SELECT key, value FROM _cf_KV".to_owned();
        for (index, condition) in conditions.iter().enumerate() {
            sql.push_str(if index == 0 { " WHERE " } else { " AND " });
            sql.push_str(condition);
        }
        sql.push_str(if self.reverse {
            " ORDER BY key DESC"
        } else {
            " ORDER BY key"
        });
        if let Some(limit) = self.limit {
            sql.push_str(" LIMIT ?");
            bounds.push(Box::new(limit));
        }
        (sql, bounds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(keys: &[&str]) -> RoomStorage {
        let mut storage = RoomStorage::new(RoomFile::InMemory);
        for key in keys {
            storage.put(key, key.as_bytes()).unwrap();
        }
        storage
    }

    fn keys(storage: &mut RoomStorage, options: ListOptions) -> Vec<String> {
        storage
            .list(&options)
            .unwrap()
            .into_iter()
            .map(|(key, _)| key)
            .collect()
    }

    #[test]
    fn lists_are_in_byte_order_of_utf_8() {
        let mut storage = filled(&["😀", "\u{ffff}", "a", "B", ""]);
        assert_eq!(
            keys(&mut storage, ListOptions::default()),
            ["", "B", "a", "\u{ffff}", "😀"]
        );
    }

    #[test]
    fn ranges_prefix_and_limit_combine() {
        let mut storage = filled(&["a:1", "a:10", "a:2", "b", "a"]);
        let prefix = || ListOptions {
            prefix: Some("a:".into()),
            ..ListOptions::default()
        };
        assert_eq!(keys(&mut storage, prefix()), ["a:1", "a:10", "a:2"]);
        let from = ListOptions {
            start: Some("a:10".into()),
            ..prefix()
        };
        assert_eq!(keys(&mut storage, from), ["a:10", "a:2"]);
        let last = ListOptions {
            reverse: true,
            limit: Some(1),
            ..prefix()
        };
        assert_eq!(keys(&mut storage, last), ["a:2"]);
        let after = ListOptions {
            start_after: Some("a:1".into()),
            end: Some("a:2".into()),
            ..ListOptions::default()
        };
        assert_eq!(keys(&mut storage, after), ["a:10"]);
    }

    #[test]
    fn only_committed_writes_outlive_the_storage() {
        let folder = tempfile::tempdir().unwrap();
        let file = RoomFile::OnDisk(folder.path().join("deep/room.sqlite"));
        let mut storage = RoomStorage::new(file.clone());
        assert_eq!(storage.get("a").unwrap(), None);
        assert!(!folder.path().join("deep").exists(), "reading makes no file");
        storage.put("a", b"1").unwrap();
        storage.commit().unwrap();
        storage.put("a", b"2").unwrap();
        assert_eq!(
            storage.get("a").unwrap(),
            Some(b"2".to_vec()),
            "own writes are seen"
        );
        drop(storage);
        assert_eq!(RoomStorage::new(file).get("a").unwrap(), Some(b"1".to_vec()));
    }

    #[test]
    fn a_nested_transaction_rolls_back_alone() {
        let mut storage = filled(&["outer"]);
        storage.savepoint().unwrap();
        storage.put("inner", b"").unwrap();
        storage.commit().unwrap();
        storage.roll_back().unwrap();
        storage.commit().unwrap();
        assert_eq!(keys(&mut storage, ListOptions::default()), ["outer"]);
    }

    #[test]
    fn the_alarm_survives_delete_all() {
        let mut storage = filled(&["a"]);
        storage.set_alarm(Some(1234)).unwrap();
        storage.delete_all().unwrap();
        assert_eq!(storage.alarm().unwrap(), Some(1234));
        storage.set_alarm(None).unwrap();
        assert_eq!(storage.alarm().unwrap(), None);
    }
}
