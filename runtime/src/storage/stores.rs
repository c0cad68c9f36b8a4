//! The KV namespaces and R2 buckets of a project, by the names that user code knows them by. Each is opened once per
//! process, when it is first used, and shared by all rooms and the edge.

use super::kv::{self, KvStore};
use super::r2::{self, R2Store};
use super::{Place, StorageError};
use crate::lock::lock;
use crate::options::StorageLocation;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// See the file's comment.
pub(crate) struct Stores {
    location: StorageLocation,
    kv: Mutex<HashMap<String, Arc<KvStore>>>,
    r2: Mutex<HashMap<String, Arc<R2Store>>>,
}

impl Stores {
    /// Those of the project that keeps its data at `location`; none is opened yet.
    pub(crate) fn new(location: StorageLocation) -> Self {
        Self {
            location,
            kv: Mutex::default(),
            r2: Mutex::default(),
        }
    }

    /// The KV namespace `name`.
    pub(crate) fn kv(&self, name: &str) -> Result<Arc<KvStore>, StorageError> {
        let place = self.place("kv", kv::CLASS, name);
        opened(&self.kv, name, || KvStore::open(&place))
    }

    /// The R2 bucket `name`.
    pub(crate) fn r2(&self, name: &str) -> Result<Arc<R2Store>, StorageError> {
        let place = self.place("r2", r2::CLASS, name);
        opened(&self.r2, name, || R2Store::open(&place))
    }

    fn place(&self, kind: &str, class: &str, name: &str) -> Place {
        match &self.location {
            StorageLocation::Folder(folder) => Place::below(&folder.join(kind), class, name),
            StorageLocation::Memory => Place::Memory,
        }
    }
}

fn opened<S>(
    open: &Mutex<HashMap<String, Arc<S>>>,
    name: &str,
    make: impl FnOnce() -> Result<S, StorageError>,
) -> Result<Arc<S>, StorageError> {
    let mut open = lock(open);
    if let Some(store) = open.get(name) {
        return Ok(store.clone());
    }
    let store = Arc::new(make()?);
    open.insert(name.to_owned(), store.clone());
    Ok(store)
}
