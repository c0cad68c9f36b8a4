//! Responses on their way to a client: from rooms, from files, or our own short texts.

use crate::body::{Body, BodyStream, HttpResponse};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, TRANSFER_ENCODING};
use http::{HeaderValue, Response, StatusCode};
use http_body::{Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, Full};
use hyper::ext::ReasonPhrase;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The body of a response.
pub(crate) type ServerBody = UnsyncBoxBody<Bytes, io::Error>;

/// A response, ready to be written.
pub(crate) type ServerResponse = Response<ServerBody>;

/// What PartyKit's own answers are typed as.
const PLAIN_TEXT: HeaderValue = HeaderValue::from_static("text/plain;charset=UTF-8");

/// No body.
pub(crate) fn empty() -> ServerBody {
    Empty::new().map_err(|never| match never {}).boxed_unsync()
}

/// A whole body.
pub(crate) fn whole(bytes: Bytes) -> ServerBody {
    Full::new(bytes).map_err(|never| match never {}).boxed_unsync()
}

/// A short answer of our own.
pub(crate) fn text(status: StatusCode, message: &str) -> ServerResponse {
    let mut response = Response::new(whole(Bytes::copy_from_slice(message.as_bytes())));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, PLAIN_TEXT);
    response
}

/// The answer to a request that failed with `message`.
pub(crate) fn failed(message: &str) -> ServerResponse {
    text(StatusCode::INTERNAL_SERVER_ERROR, message)
}

/// The response as JavaScript made it. Framing headers are ours to set; what is no HTTP becomes a 500.
pub(crate) fn from_room(response: HttpResponse) -> ServerResponse {
    let HttpResponse {
        status,
        status_text,
        headers,
        body,
        encoding: _,
    } = response;
    let Ok(status) = StatusCode::from_u16(status) else {
        return failed(&format!("{status} is no HTTP status"));
    };
    let mut answer = Response::new(body_of(status, body));
    *answer.status_mut() = status;
    if status.canonical_reason() != Some(status_text.as_str())
        && let Ok(reason) = ReasonPhrase::try_from(status_text)
    {
        answer.extensions_mut().insert(reason);
    }
    for (name, value) in headers {
        let (Ok(name), Ok(value)) = (
            HeaderName::try_from(&name),
            HeaderValue::from_maybe_shared(latin1(&value)),
        ) else {
            return failed(&format!("the header `{name}` cannot be sent"));
        };
        if name != CONTENT_LENGTH && name != TRANSFER_ENCODING {
            answer.headers_mut().append(name, value);
        }
    }
    answer
}

/// Header values are bytes: characters up to U+00FF are themselves, others go as UTF-8.
fn latin1(value: &str) -> Bytes {
    if value.is_ascii() {
        return Bytes::copy_from_slice(value.as_bytes());
    }
    let narrow: Option<Vec<u8>> = value.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    narrow.map_or_else(|| Bytes::copy_from_slice(value.as_bytes()), Bytes::from)
}

fn body_of(status: StatusCode, body: Body) -> ServerBody {
    if matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        return empty();
    }
    match body {
        Body::Empty => whole(Bytes::new()),
        Body::Whole(bytes) => whole(bytes),
        Body::Stream(stream) => Streamed {
            left: stream.length(),
            stream,
        }
        .boxed_unsync(),
    }
}

/// A stream of which the server says the length, if it promised one.
struct Streamed {
    stream: BodyStream,
    left: Option<u64>,
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let polled = self.stream.poll_next(cx);
        if let (Poll::Ready(Some(Ok(chunk))), Some(left)) = (&polled, self.left) {
            self.left = Some(left.saturating_sub(chunk.len() as u64));
        }
        polled.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data).map_err(io::Error::other)))
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
