//! Key-value pairs of a room: the table `_cf_KV`, whose values somebody else encodes.

use super::StorageError;
use super::room::RoomStorage;
use rusqlite::{OptionalExtension, ToSql, params, params_from_iter};

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
        // The first 0 bytes of an empty key are null to SQLite.
        if let Some(prefix) = self.prefix.as_ref().filter(|prefix| !prefix.is_empty()) {
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
    use crate::storage::database::RoomFile;

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
    fn every_key_begins_with_an_empty_prefix() {
        let mut storage = filled(&["", "a"]);
        let options = ListOptions {
            prefix: Some(String::new()),
            ..ListOptions::default()
        };
        assert_eq!(keys(&mut storage, options), ["", "a"]);
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
}
