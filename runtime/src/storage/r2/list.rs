//! Listing a bucket page by page: objects in the order of their keys, and, with a delimiter, one prefix for all keys that
//! go on behind it.

use super::object::COLUMNS;
use super::{R2Object, R2Store};
use crate::storage::StorageError;
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// Which objects are wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Listing {
    /// Keys that begin so.
    pub(crate) prefix: String,
    /// Keys after this one.
    pub(crate) after: Option<String>,
    /// What ends a prefix; none for no prefixes.
    pub(crate) delimiter: Option<String>,
    /// At most so many objects and prefixes.
    pub(crate) limit: usize,
}

/// A page.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listed {
    /// The objects.
    pub(crate) objects: Vec<R2Object>,
    /// The prefixes.
    pub(crate) delimited_prefixes: Vec<String>,
    /// The last key of the page, if there are more.
    pub(crate) last: Option<String>,
}

impl R2Store {
    /// The page that `listing` asks for.
    pub(crate) fn list(&self, listing: &Listing) -> Result<Listed, StorageError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM _mf_objects WHERE key >= ?1 AND substr(key, 1, length(?1)) = ?1 \
             AND (?2 IS NULL OR key > ?2) ORDER BY key"
        ))?;
        let mut rows = statement.query(params![listing.prefix, listing.after])?;
        let mut listed = Listed::default();
        let mut last = None;
        while let Some(row) = rows.next()? {
            let object = R2Object::of(row)?;
            let prefix = listing.delimited(&object.key);
            let is_new = prefix.is_none() || prefix != listed.delimited_prefixes.last().map(String::as_str);
            if is_new && listed.objects.len() + listed.delimited_prefixes.len() == listing.limit {
                listed.last = last;
                break;
            }
            last = Some(object.key.clone());
            match prefix {
                Some(prefix) if is_new => listed.delimited_prefixes.push(prefix.to_owned()),
                Some(_) => {}
                None => listed.objects.push(object),
            }
        }
        Ok(listed)
    }
}

impl Listing {
    /// What stands for `key`, if the delimiter is in it behind the prefix.
    fn delimited<'a>(&self, key: &'a str) -> Option<&'a str> {
        let delimiter = self.delimiter.as_deref().filter(|text| !text.is_empty())?;
        let from = self.prefix.len();
        let at = key.get(from..)?.find(delimiter)?;
        key.get(..from + at + delimiter.len())
    }
}
