//! Values of KV and R2: each a file of its own that is written once, named by a random id, and removed when no row
//! names it and nobody reads it any more. Invariant: an id is handed out only when its file is complete, so a process
//! that dies leaves at most files that nobody knows. Which key has which blob the databases of `kv` and `r2` say.

use crate::clock::now_ms;
use crate::lock::lock;
use bytes::Bytes;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

/// All blobs of one namespace or bucket.
pub(crate) struct Blobs {
    /// None: in memory.
    folder: Option<PathBuf>,
    /// Files that are being read.
    read: Mutex<HashMap<String, Weak<Blob>>>,
    /// Blobs in memory.
    held: Mutex<HashMap<String, Arc<Blob>>>,
}

/// A complete blob. While somebody holds it, its content stays.
pub(crate) struct Blob {
    content: Content,
    /// Whether its last holder removes the file.
    doomed: AtomicBool,
}

enum Content {
    File(PathBuf),
    Memory(Bytes),
}

/// A blob that is being written; dropped before [`Blobs::keep`] it leaves nothing.
pub(crate) struct BlobWriter {
    id: String,
    sink: Option<Sink>,
}

/// A complete blob that nobody names yet: dropped before [`NewBlob::named`] it is removed.
pub(crate) struct NewBlob {
    blobs: Arc<Blobs>,
    id: String,
}

enum Sink {
    File(PathBuf, File),
    Memory(Vec<u8>),
}

/// A blob's bytes, in order.
pub(crate) enum BlobReader {
    File(File),
    Memory(io::Cursor<Bytes>),
}

impl Blobs {
    /// The blobs in `folder`, or in memory without one.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            read: Mutex::default(),
            held: Mutex::default(),
        }
    }

    /// A new blob, to be written.
    pub(crate) fn writer(&self) -> io::Result<BlobWriter> {
        let id = new_id()?;
        let sink = match &self.folder {
            Some(folder) => {
                fs::create_dir_all(folder)?;
                let path = folder.join(&id);
                let file = File::create_new(&path)?;
                Sink::File(path, file)
            }
            None => Sink::Memory(Vec::new()),
        };
        Ok(BlobWriter { id, sink: Some(sink) })
    }

    /// Takes what was written.
    pub(crate) fn keep(self: &Arc<Self>, mut writer: BlobWriter) -> NewBlob {
        if let Some(Sink::Memory(bytes)) = writer.sink.take() {
            let blob = Blob::new(Content::Memory(bytes.into()));
            lock(&self.held).insert(writer.id.clone(), blob);
        }
        NewBlob {
            blobs: self.clone(),
            id: std::mem::take(&mut writer.id),
        }
    }

    /// The blob `id`.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<Blob>> {
        let Some(folder) = &self.folder else {
            return lock(&self.held).get(id).cloned();
        };
        let mut read = lock(&self.read);
        if let Some(blob) = read.get(id).and_then(Weak::upgrade) {
            return Some(blob);
        }
        let path = folder.join(id);
        path.exists().then(|| {
            let blob = Blob::new(Content::File(path));
            read.retain(|_, known| known.strong_count() > 0);
            read.insert(id.to_owned(), Arc::downgrade(&blob));
            blob
        })
    }

    /// Removes the blob `id`, at once or when its last reader is done.
    pub(crate) fn remove(&self, id: &str) {
        lock(&self.held).remove(id);
        if let Some(blob) = self.folder.as_ref().and_then(|_| self.get(id)) {
            blob.doomed.store(true, Ordering::Relaxed);
        }
    }
}

impl Blob {
    fn new(content: Content) -> Arc<Self> {
        Arc::new(Self {
            content,
            doomed: AtomicBool::new(false),
        })
    }

    /// Its bytes from `offset` on.
    pub(crate) fn reader(&self, offset: u64) -> io::Result<BlobReader> {
        let mut reader = match &self.content {
            Content::File(path) => BlobReader::File(File::open(path)?),
            Content::Memory(bytes) => BlobReader::Memory(io::Cursor::new(bytes.clone())),
        };
        match &mut reader {
            BlobReader::File(file) => file.seek(SeekFrom::Start(offset))?,
            BlobReader::Memory(bytes) => bytes.seek(SeekFrom::Start(offset))?,
        };
        Ok(reader)
    }
}

impl Drop for Blob {
    fn drop(&mut self) {
        if let Content::File(path) = &self.content
            && self.doomed.load(Ordering::Relaxed)
        {
            remove_file(path);
        }
    }
}

impl Write for BlobWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Some(Sink::File(_, file)) => file.write(bytes),
            Some(Sink::Memory(held)) => held.write(bytes),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl NewBlob {
    /// What to name it by.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// A row names it: it stays.
    pub(crate) fn named(mut self) {
        self.id.clear();
    }
}

impl Drop for NewBlob {
    fn drop(&mut self) {
        if !self.id.is_empty() {
            self.blobs.remove(&self.id);
        }
    }
}

impl Drop for BlobWriter {
    fn drop(&mut self) {
        if let Some(Sink::File(path, _)) = &self.sink {
            remove_file(path);
        }
    }
}

impl Read for BlobReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Memory(bytes) => bytes.read(buffer),
        }
    }
}

/// A file that cannot be removed is one that nobody names: it takes room and does nothing else.
fn remove_file(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Random, with the time behind it, as miniflare makes them.
fn new_id() -> io::Result<String> {
    Ok(format!("{}{:016x}", random_hex::<32>()?, now_ms()))
}

/// `COUNT` random bytes in hex.
pub(crate) fn random_hex<const COUNT: usize>() -> io::Result<String> {
    let mut random = [0; COUNT];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(hex(&random))
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(blobs: &Arc<Blobs>, text: &str) -> NewBlob {
        let mut writer = blobs.writer().unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        blobs.keep(writer)
    }

    fn rest(blob: &Blob, offset: u64) -> String {
        let mut text = String::new();
        blob.reader(offset).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_blob_that_is_read_outlives_its_removal() {
        let folder = tempfile::tempdir().unwrap();
        for place in [Some(folder.path().join("blobs")), None] {
            let blobs = Arc::new(Blobs::new(place));
            let new = stored(&blobs, "hello world");
            let id = new.id().to_owned();
            new.named();
            let blob = blobs.get(&id).unwrap();
            blobs.remove(&id);
            assert_eq!(rest(&blob, 6), "world");
            drop(blob);
            assert!(blobs.get(&id).is_none());
        }
    }

    #[test]
    fn what_is_not_finished_or_not_named_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Arc::new(Blobs::new(Some(folder.path().to_owned())));
        drop(stored(&blobs, "nobody's"));
        let mut writer = blobs.writer().unwrap();
        writer.write_all(b"half").unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        drop(writer);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
