//! Where a KV namespace or an R2 bucket is kept, in miniflare's layout: the database is that of an object of miniflare's
//! own class, the blobs lie in a folder of the binding's name.

use super::StorageError;
use super::blobs::Blobs;
use super::identity::UniqueKey;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// See the file's comment.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// On disk.
    Folder {
        /// The database.
        database: PathBuf,
        /// The folder of the blobs.
        blobs: PathBuf,
    },
    /// In memory, as long as what is opened there lives.
    Memory,
}

impl Place {
    /// The place of `name` below `folder`, which is for one kind of binding.
    pub(super) fn below(folder: &Path, class: &str, name: &str) -> Self {
        let key = UniqueKey::new("miniflare", class);
        let database = format!("{}.sqlite", key.object_id(name));
        Self::Folder {
            database: folder.join(key.as_str()).join(database),
            blobs: folder.join(name).join("blobs"),
        }
    }

    pub(super) fn blobs(&self) -> Arc<Blobs> {
        Arc::new(Blobs::new(match self {
            Self::Folder { blobs, .. } => Some(blobs.clone()),
            Self::Memory => None,
        }))
    }

    pub(super) fn connect(&self, schema: &str) -> Result<Connection, StorageError> {
        let connection = match self {
            Self::Folder { database, .. } => {
                if let Some(folder) = database.parent() {
                    fs::create_dir_all(folder)?;
                }
                let connection = Connection::open(database)?;
                connection.pragma_update(None, "journal_mode", "WAL")?;
                connection.pragma_update(None, "synchronous", "NORMAL")?;
                connection
            }
            Self::Memory => Connection::open_in_memory()?,
        };
        connection.execute_batch(schema)?;
        Ok(connection)
    }
}
