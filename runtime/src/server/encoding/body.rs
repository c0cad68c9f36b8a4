//! A body encoded on its way out. Every chunk leaves as it comes, so that streams stay live.

use super::wish::Coding;
use crate::server::outgoing::ServerBody;
use brotli::CompressorWriter;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body::Frame;
use http_body_util::BodyExt;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// How hard brotli tries, of 11: about gzip's speed.
const BROTLI_QUALITY: u32 = 5;

/// Brotli's window, as a power of two: 1 MiB.
const BROTLI_WINDOW: u32 = 20;

/// Brotli's buffer, bytes.
const BROTLI_BUFFER: usize = 4096;

/// `body` in `coding`.
pub(super) fn encoded(body: ServerBody, coding: Coding) -> ServerBody {
    let encoder = Some(Encoder::new(coding));
    Encoded { body, encoder }.boxed_unsync()
}

/// Encodes into memory.
enum Encoder {
    Gzip(GzEncoder<Vec<u8>>),
    Brotli(Box<CompressorWriter<Vec<u8>>>),
}

impl Encoder {
    fn new(coding: Coding) -> Self {
        match coding {
            Coding::Gzip => Self::Gzip(GzEncoder::new(Vec::new(), Compression::default())),
            Coding::Brotli => Self::Brotli(Box::new(CompressorWriter::new(
                Vec::new(),
                BROTLI_BUFFER,
                BROTLI_QUALITY,
                BROTLI_WINDOW,
            ))),
        }
    }

    /// What the receiver needs to read all of `chunk`.
    fn chunk(&mut self, chunk: &[u8]) -> io::Result<Bytes> {
        let out = match self {
            Self::Gzip(encoder) => {
                encoder.write_all(chunk)?;
                encoder.flush()?;
                encoder.get_mut()
            }
            Self::Brotli(encoder) => {
                encoder.write_all(chunk)?;
                encoder.flush()?;
                encoder.get_mut()
            }
        };
        Ok(std::mem::take(out).into())
    }

    fn end(self) -> io::Result<Bytes> {
        match self {
            Self::Gzip(encoder) => Ok(encoder.finish()?.into()),
            Self::Brotli(encoder) => Ok(encoder.into_inner().into()),
        }
    }
}

/// A body on its way through an encoder, which is gone at the end.
struct Encoded {
    body: ServerBody,
    encoder: Option<Encoder>,
}

impl http_body::Body for Encoded {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        let encoded = match (frame, &mut self.encoder) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(frame)), Some(encoder)) => match frame.into_data() {
                Ok(chunk) => encoder.chunk(&chunk),
                Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
            },
            (None | Some(Ok(_)), _) => match self.encoder.take() {
                Some(encoder) => encoder.end(),
                None => return Poll::Ready(None),
            },
        };
        Poll::Ready(Some(encoded.map(Frame::data)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::{self, Body, BodyEncoding, HttpResponse};
    use crate::server::outgoing::from_room;
    use std::io::Read;

    fn decoded(coding: Coding, bytes: &[u8]) -> String {
        let mut text = String::new();
        match coding {
            Coding::Gzip => flate2::read::GzDecoder::new(bytes).read_to_string(&mut text),
            Coding::Brotli => brotli::Decompressor::new(bytes, 4096).read_to_string(&mut text),
        }
        .unwrap();
        text
    }

    #[tokio::test]
    async fn each_chunk_can_be_read_before_the_next_exists() {
        for coding in [Coding::Gzip, Coding::Brotli] {
            let (sender, stream) = body::channel();
            let response = from_room(HttpResponse {
                status: 200,
                status_text: String::new(),
                headers: Vec::new(),
                body: Body::Stream(stream),
                encoding: BodyEncoding::Automatic,
            });
            let mut body = encoded(response.into_body(), coding);
            sender.send("one ".into()).await.unwrap();
            let mut bytes = body.frame().await.unwrap().unwrap().into_data().unwrap().to_vec();
            // All of the first chunk is there, although the stream is not over.
            let mut start = [0; 4];
            match coding {
                Coding::Gzip => flate2::read::GzDecoder::new(&bytes[..]).read_exact(&mut start),
                Coding::Brotli => brotli::Decompressor::new(&bytes[..], 4096).read_exact(&mut start),
            }
            .unwrap();
            assert_eq!(&start, b"one ");
            sender.send("two".into()).await.unwrap();
            drop(sender);
            bytes.extend_from_slice(&body.collect().await.unwrap().to_bytes());
            assert_eq!(decoded(coding, &bytes), "one two");
        }
    }
}
