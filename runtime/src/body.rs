//! HTTP messages as they travel between the server, isolates and the network: plain Rust, no socket type and
//! no JavaScript value. A body is empty, whole, or a bounded stream; a sender waits when its reader is slow.

use bytes::Bytes;
use tokio::sync::mpsc;

/// Chunks a body stream holds before its sender waits.
const BODY_CHUNKS_MAX: usize = 8;

/// A request on its way to an isolate.
#[derive(Debug)]
pub(crate) struct HttpRequest {
    /// The method, as sent.
    pub(crate) method: String,
    /// The absolute URL, normalised as the URL standard says.
    pub(crate) url: String,
    /// Names in lower case; repeated names stay separate.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Body,
}

/// A response on its way out of an isolate or in from the network.
#[derive(Debug)]
pub(crate) struct HttpResponse {
    /// 101 or 200–599.
    pub(crate) status: u16,
    /// The reason phrase; empty for the status's own.
    pub(crate) status_text: String,
    /// Names in lower case; repeated names stay separate.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Body,
    /// How the body relates to a `content-encoding` among the headers.
    pub(crate) encoding: BodyEncoding,
}

/// Whether a response's body is yet to be brought into the form that its `content-encoding` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyEncoding {
    /// It is plain: who writes it to the network encodes it.
    Automatic,
    /// It is in that form already.
    Manual,
}

/// The body of a request or a response.
#[derive(Debug, Default)]
pub(crate) enum Body {
    /// No body at all: `request.body === null`.
    #[default]
    Empty,
    /// All of it.
    Whole(Bytes),
    /// Chunk by chunk.
    Stream(BodyStream),
}

/// The reading end of a streamed body. Dropping it tells the sender to stop.
#[derive(Debug)]
pub(crate) struct BodyStream {
    chunks: mpsc::Receiver<Result<Bytes, BodyError>>,
    /// How many bytes it has, where that is known before its end.
    length: Option<u64>,
}

/// The writing end of a streamed body. Dropping it ends the body.
#[derive(Clone, Debug)]
pub(crate) struct BodySender {
    chunks: mpsc::Sender<Result<Bytes, BodyError>>,
}

/// Why a body broke off.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BodyError(pub(crate) String);

/// The reader is gone: nobody wants the rest.
#[derive(Debug, thiserror::Error)]
#[error("the body's reader is gone")]
pub(crate) struct ReaderGone;

/// A body to be written piece by piece.
pub(crate) fn channel() -> (BodySender, BodyStream) {
    let (sender, receiver) = mpsc::channel(BODY_CHUNKS_MAX);
    let stream = BodyStream {
        chunks: receiver,
        length: None,
    };
    (BodySender { chunks: sender }, stream)
}

impl BodyStream {
    /// The same stream, which promises to have `length` bytes.
    pub(crate) fn promising(self, length: Option<u64>) -> Self {
        Self { length, ..self }
    }

    /// How many bytes it promised to have, those that were read included.
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next chunk, `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Result<Bytes, BodyError>> {
        self.chunks.recv().await
    }

    /// Polls for the next chunk.
    pub(crate) fn poll_next(
        &mut self,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Bytes, BodyError>>> {
        self.chunks.poll_recv(cx)
    }
}

impl BodySender {
    /// Sends one chunk; waits while the reader is [`BODY_CHUNKS_MAX`] chunks behind.
    pub(crate) async fn send(&self, chunk: Bytes) -> Result<(), ReaderGone> {
        self.chunks.send(Ok(chunk)).await.map_err(|_| ReaderGone)
    }

    /// Breaks the body off: the reader sees `error` after the chunks already sent.
    pub(crate) async fn fail(self, error: BodyError) {
        // Nobody is left to be told when the reader is gone.
        let _ = self.chunks.send(Err(error)).await;
    }

    /// Resolves once the reader is gone.
    pub(crate) async fn reader_gone(&self) {
        self.chunks.closed().await;
    }
}
