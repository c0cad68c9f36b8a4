//! The alarms of one party: workerd's index of them, `metadata.sqlite` beside the rooms' files. A room's own file
//! is the truth about its alarm; the index says which rooms to look at when the process starts.

use super::StorageError;
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS _cf_ALARM \
    (actor_id TEXT PRIMARY KEY, scheduled_time INTEGER, actor_name TEXT) WITHOUT ROWID;";

/// The alarm index of one class.
pub(crate) struct AlarmIndex {
    /// The class's folder; none when nothing is kept on disk.
    folder: Option<PathBuf>,
    connection: Option<Connection>,
}

/// An alarm that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PendingAlarm {
    /// The room's id.
    pub(crate) room: String,
    /// When it is due, milliseconds since 1970.
    pub(crate) due_ms: i64,
}

impl AlarmIndex {
    /// The index in `folder`; nothing is opened yet.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            connection: None,
        }
    }

    /// Sets or clears the alarm of the object `id`, called `room`.
    pub(crate) fn set(&mut self, id: &str, room: &str, due_ms: Option<i64>) -> Result<(), StorageError> {
        let Some(connection) = self.open(OpenMode::Create)? else {
            return Ok(());
        };
        match due_ms {
            Some(ms) => connection.execute(
                "INSERT OR REPLACE INTO _cf_ALARM VALUES (?1, ?2, ?3)",
                params![id, ms * 1_000_000, room],
            )?,
            None => connection.execute("DELETE FROM _cf_ALARM WHERE actor_id = ?1", [id])?,
        };
        Ok(())
    }

    /// Lists the object, at `due_ms` or as early as it is listed already.
    pub(crate) fn promise(&mut self, id: &str, room: &str, due_ms: i64) -> Result<(), StorageError> {
        if let Some(connection) = self.open(OpenMode::Create)? {
            connection.execute(
                "INSERT INTO _cf_ALARM VALUES (?1, ?2, ?3) ON CONFLICT (actor_id) \
                 DO UPDATE SET scheduled_time = min(scheduled_time, excluded.scheduled_time)",
                params![id, due_ms * 1_000_000, room],
            )?;
        }
        Ok(())
    }

    /// Every alarm that is set, earliest first. Alarms of objects without a name are nobody's rooms.
    pub(crate) fn pending(&mut self) -> Result<Vec<PendingAlarm>, StorageError> {
        let Some(connection) = self.open(OpenMode::IfThere)? else {
            return Ok(Vec::new());
        };
        let mut statement = connection.prepare(
            "SELECT actor_name, scheduled_time / 1000000 FROM _cf_ALARM \
             WHERE actor_name IS NOT NULL ORDER BY scheduled_time",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(PendingAlarm {
                room: row.get(0)?,
                due_ms: row.get(1)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn open(&mut self, mode: OpenMode) -> Result<Option<&Connection>, StorageError> {
        let Some(folder) = &self.folder else {
            return Ok(None);
        };
        let path = folder.join("metadata.sqlite");
        if self.connection.is_none() && (mode == OpenMode::Create || path.exists()) {
            self.connection = Some(open(folder, &path)?);
        }
        Ok(self.connection.as_ref())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenMode {
    Create,
    IfThere,
}

fn open(folder: &Path, path: &Path) -> Result<Connection, StorageError> {
    std::fs::create_dir_all(folder)?;
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.execute_batch(SCHEMA)?;
    if connection.prepare("SELECT actor_name FROM _cf_ALARM").is_err() {
        // An older workerd has made it; whose alarms those are it did not note.
        connection.execute_batch("ALTER TABLE _cf_ALARM ADD COLUMN actor_name TEXT")?;
    }
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_that_an_older_workerd_has_made_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join("metadata.sqlite")).unwrap();
        connection
            .execute_batch(
                "CREATE TABLE _cf_ALARM (actor_id TEXT PRIMARY KEY, scheduled_time INTEGER) WITHOUT ROWID",
            )
            .unwrap();
        let mut index = AlarmIndex::new(Some(folder.path().to_owned()));
        assert_eq!(index.pending().unwrap(), []);
        index.set("id-a", "a", Some(1000)).unwrap();
        assert_eq!(index.pending().unwrap().len(), 1);
    }

    #[test]
    fn a_promise_never_moves_an_alarm_later() {
        let folder = tempfile::tempdir().unwrap();
        let mut index = AlarmIndex::new(Some(folder.path().to_owned()));
        for (due_ms, listed) in [(2000, 2000), (3000, 2000), (1000, 1000)] {
            index.promise("id-a", "a", due_ms).unwrap();
            assert_eq!(index.pending().unwrap()[0].due_ms, listed);
        }
    }

    #[test]
    fn alarms_outlive_the_index() {
        let folder = tempfile::tempdir().unwrap();
        let index = || AlarmIndex::new(Some(folder.path().join("class")));
        assert_eq!(index().pending().unwrap(), []);
        index().set("id-b", "b", Some(2000)).unwrap();
        index().set("id-a", "a", Some(1000)).unwrap();
        index().set("id-b", "b", Some(500)).unwrap();
        let pending = |room: &str, due_ms| PendingAlarm {
            room: room.into(),
            due_ms,
        };
        assert_eq!(
            index().pending().unwrap(),
            [pending("b", 500), pending("a", 1000)]
        );
        index().set("id-b", "b", None).unwrap();
        assert_eq!(index().pending().unwrap(), [pending("a", 1000)]);
    }
}
