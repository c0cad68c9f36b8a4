//! Bodies on their way to and from blobs, piece by piece, hashed while they are written. Disk work is done on tokio's
//! blocking threads.

use crate::body::{self, Body, BodySender};
use crate::isolate::ops::OpError;
use crate::storage::blobs::{BlobWriter, Blobs, NewBlob, hex};
use crate::storage::r2::Piece;
use bytes::Bytes;
use md5::{Digest, Md5};
use sha2::digest::DynDigest;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::sync::Arc;

/// What is read at once, bytes.
const CHUNK_BYTES: u64 = 256 * 1024;

/// Up to this size a body is read whole.
const WHOLE_BYTES_MAX: u64 = 1024 * 1024;

/// A body that is stored.
pub(super) struct Stored {
    /// What it became.
    pub(super) blob: NewBlob,
    /// Bytes.
    pub(super) size: u64,
    /// Its MD5, in hex.
    pub(super) md5: String,
    /// Its hash by the other function, in hex.
    pub(super) other: Option<String>,
}

/// Why a body is not stored.
pub(super) enum NotStored {
    /// It is larger than it may be; so many bytes were seen.
    TooLarge(u64),
    /// Reading or writing failed.
    Failed(OpError),
}

/// A blob, and what is known of it so far.
struct Writing {
    writer: BlobWriter,
    size: u64,
    md5: Md5,
    other: Option<Box<dyn DynDigest + Send>>,
}

/// Runs disk work where it may take its time.
pub(super) async fn block<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, OpError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| OpError::error("storage failed: the server is shutting down"))
}

/// Writes `body` into a blob, which nobody names yet.
pub(super) async fn store(
    blobs: &Arc<Blobs>,
    body: Body,
    bytes_max: u64,
    other: Option<Box<dyn DynDigest + Send>>,
) -> Result<Stored, NotStored> {
    let from = blobs.clone();
    let writer = block(move || from.writer())
        .await
        .and_then(|made| made.map_err(failed))?;
    let mut writing = Writing {
        writer,
        size: 0,
        md5: Md5::new(),
        other,
    };
    match body {
        Body::Empty => {}
        Body::Whole(bytes) => writing = writing.add(bytes, bytes_max).await?,
        Body::Stream(mut stream) => {
            while let Some(chunk) = stream.next().await {
                let chunk = chunk.map_err(|error| OpError::error(error.to_string()))?;
                writing = writing.add(chunk, bytes_max).await?;
            }
        }
    }
    let Writing {
        writer,
        size,
        md5,
        other,
    } = writing;
    Ok(Stored {
        blob: blobs.keep(writer),
        size,
        md5: hex(&md5.finalize()),
        other: other.map(|hash| hex(&hash.finalize())),
    })
}

impl Writing {
    async fn add(mut self, chunk: Bytes, bytes_max: u64) -> Result<Self, NotStored> {
        self.size += chunk.len() as u64;
        if self.size > bytes_max {
            return Err(NotStored::TooLarge(self.size));
        }
        let written = block(move || {
            Digest::update(&mut self.md5, &chunk);
            if let Some(hash) = &mut self.other {
                hash.update(&chunk);
            }
            self.writer.write_all(&chunk)?;
            Ok(self)
        });
        Ok(written.await?.map_err(failed)?)
    }
}

impl From<OpError> for NotStored {
    fn from(error: OpError) -> Self {
        Self::Failed(error)
    }
}

/// The bytes `range` of `pieces`: whole if they are few.
pub(super) async fn body_of(pieces: Vec<Piece>, range: Range<u64>) -> Result<Body, OpError> {
    let parts = parts(pieces, &range);
    if range.end.saturating_sub(range.start) > WHOLE_BYTES_MAX {
        let (sender, stream) = body::channel();
        // Ends when the stream is dropped.
        tokio::spawn(async move {
            if let Err(error) = feed(parts, &sender).await {
                sender.fail(body::BodyError(error.message)).await;
            }
        });
        return Ok(Body::Stream(stream));
    }
    let read = block(move || {
        let mut whole = Vec::new();
        for (piece, range) in parts {
            let reader = piece.blob.reader(range.start)?;
            reader.take(range.end - range.start).read_to_end(&mut whole)?;
        }
        Ok(Body::Whole(whole.into()))
    });
    read.await?.map_err(failed)
}

/// The pieces that `range` touches, each with its own bytes in it.
fn parts(pieces: Vec<Piece>, range: &Range<u64>) -> Vec<(Piece, Range<u64>)> {
    let mut begin = 0;
    let mut parts = Vec::new();
    for piece in pieces {
        let end = begin + piece.size;
        let part = range.start.max(begin)..range.end.min(end);
        if part.start < part.end {
            parts.push((piece, part.start - begin..part.end - begin));
        }
        begin = end;
    }
    parts
}

async fn feed(parts: Vec<(Piece, Range<u64>)>, sender: &BodySender) -> Result<(), OpError> {
    for (piece, range) in parts {
        let blob = piece.blob.clone();
        let mut reader = block(move || blob.reader(range.start)).await?.map_err(failed)?;
        let mut left = range.end - range.start;
        while left > 0 {
            let wanted = left.min(CHUNK_BYTES);
            let read = block(move || {
                let mut chunk = Vec::new();
                reader.by_ref().take(wanted).read_to_end(&mut chunk)?;
                Ok((reader, Bytes::from(chunk)))
            });
            let (same, chunk) = read.await?.map_err(failed)?;
            if chunk.is_empty() {
                return Err(OpError::error(
                    "storage failed: a stored body is shorter than it was",
                ));
            }
            left = left.saturating_sub(chunk.len() as u64);
            reader = same;
            if sender.send(chunk).await.is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn failed(error: io::Error) -> OpError {
    OpError::error(format!("storage failed: {error}"))
}
