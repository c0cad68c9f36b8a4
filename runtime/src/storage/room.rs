//! One room's storage. Writes join a transaction that stays open until [`RoomStorage::commit`]: the caller
//! commits before the outside world hears of anything, so what a client was told is on disk. A room that never
//! stores has no file.

use super::StorageError;
use super::database::{Database, RoomFile};
use rusqlite::{Connection, OptionalExtension, params};

/// The row of `_cf_METADATA` that holds the alarm.
const ALARM_ROW: i64 = 1;

/// One room's data.
pub(crate) struct RoomStorage {
    file: RoomFile,
    database: Option<Database>,
    /// Whether the turn's transaction is open.
    open: bool,
    /// Why writes of this turn are lost; it must not be let out.
    lost: Option<String>,
    /// Open savepoints, innermost last.
    savepoints: usize,
}

impl RoomStorage {
    /// The storage in `file`; nothing is opened yet.
    pub(crate) fn new(file: RoomFile) -> Self {
        Self {
            file,
            database: None,
            open: false,
            lost: None,
            savepoints: 0,
        }
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

    /// Opens a nested transaction; its number ends it.
    pub(crate) fn savepoint(&mut self) -> Result<usize, StorageError> {
        let depth = self.savepoints;
        self.writing()?
            .execute_batch(&format!("SAVEPOINT nested_{depth}"))?;
        self.savepoints += 1;
        Ok(depth)
    }

    /// Ends the nested transaction `depth`, and those in it, and keeps its writes.
    pub(crate) fn release(&mut self, depth: usize) -> Result<(), StorageError> {
        if depth < self.savepoints {
            self.writing()?
                .execute_batch(&format!("RELEASE nested_{depth}"))?;
            self.savepoints = depth;
        }
        Ok(())
    }

    /// Ends the nested transaction `depth`, and those in it, and undoes its writes.
    pub(crate) fn roll_back(&mut self, depth: usize) -> Result<(), StorageError> {
        if depth < self.savepoints {
            self.writing()?
                .execute_batch(&format!("ROLLBACK TO nested_{depth}"))?;
        }
        self.release(depth)
    }

    /// Whether a nested transaction is open: what is written now is not durable before it ends.
    pub(crate) fn in_transaction(&self) -> bool {
        self.savepoints > 0
    }

    /// Makes everything written so far durable. With a nested transaction open nothing happens: its writes and
    /// those around it become durable together, when it ends. A failure lasts until [`RoomStorage::abandon`].
    pub(crate) fn commit(&mut self) -> Result<(), StorageError> {
        if let Some(reason) = &self.lost {
            return Err(StorageError::Lost(reason.clone()));
        }
        if !self.open || self.savepoints > 0 {
            return Ok(());
        }
        self.open = false;
        if let Some(database) = &self.database
            && let Err(error) = database.connection.execute_batch("COMMIT")
        {
            self.lost = Some(error.to_string());
            return Err(error.into());
        }
        Ok(())
    }

    /// Undoes everything since the last commit, nested transactions included.
    pub(crate) fn abandon(&mut self) -> Result<(), StorageError> {
        self.savepoints = 0;
        self.open = false;
        self.lost = None;
        match &self.database {
            Some(database) if !database.connection.is_autocommit() => {
                Ok(database.connection.execute_batch("ROLLBACK")?)
            }
            _ => Ok(()),
        }
    }

    /// SQLite itself may undo the whole transaction, as `INSERT OR ROLLBACK` asks it to.
    pub(super) fn notice_rollback(&mut self) {
        let undone = self
            .database
            .as_ref()
            .is_some_and(|database| database.connection.is_autocommit());
        if self.open && undone {
            self.open = false;
            self.savepoints = 0;
            self.lost = Some("an SQL statement rolled back everything that the event had written".to_owned());
        }
    }

    /// Whether the data outlives the process.
    pub(crate) fn is_on_disk(&self) -> bool {
        matches!(self.file, RoomFile::OnDisk(_))
    }

    /// Closes the file; the next use opens it again. Data in memory stays.
    pub(crate) fn close(&mut self) {
        if self.is_on_disk() {
            self.database = None;
            self.open = false;
            self.savepoints = 0;
        }
    }

    pub(super) fn reading(&mut self) -> Result<Option<&Connection>, StorageError> {
        if self.database.is_none() && self.file.exists() {
            self.database = Some(Database::open(&self.file)?);
        }
        Ok(self.database.as_ref().map(|database| &database.connection))
    }

    /// The database, which is made if there is none.
    pub(super) fn database(&mut self) -> Result<&Database, StorageError> {
        let database = match self.database.take() {
            Some(database) => database,
            None => Database::open(&self.file)?,
        };
        Ok(self.database.insert(database))
    }

    /// The connection, within the turn's transaction.
    pub(super) fn writing(&mut self) -> Result<&Connection, StorageError> {
        let begun = self.open;
        self.open = true;
        let database = self.database()?;
        if !begun {
            database.connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        Ok(&database.connection)
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
        let outer = storage.savepoint().unwrap();
        storage.put("inner", b"").unwrap();
        storage.savepoint().unwrap();
        storage.put("innermost", b"").unwrap();
        storage.commit().unwrap();
        storage.roll_back(outer).unwrap();
        assert!(!storage.in_transaction());
        storage.commit().unwrap();
        assert_eq!(storage.get("inner").unwrap(), None);
        assert!(storage.get("outer").unwrap().is_some());
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
