//! Requests on their way in: hyper's become plain data. Small bodies come whole; others stream, so that a room may
//! start before the upload ends.

use crate::body::{self, Body, BodyError, HttpRequest};
use crate::limits::REQUEST_BODY_BYTES_MAX;
use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, HOST};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use http_body::Body as _;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use url::Url;

/// Bodies of a known length up to this are read before the room hears of the request.
const WHOLE_BYTES_MAX: u64 = 64 * 1024;

/// What rooms see as `accept-encoding`, whatever the client sent: PartyKit's runtime replaces it.
const ACCEPT_ENCODING_SEEN: &str = "br, gzip";

/// The request's URL as the URL standard normalises it; none when there is no usable `Host`.
pub(crate) fn url(parts: &Parts, scheme: &str) -> Option<Url> {
    if parts.uri.scheme().is_some() {
        return Url::parse(&parts.uri.to_string()).ok();
    }
    let host = parts.headers.get(HOST)?.to_str().ok()?;
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let url = Url::parse(&format!("{scheme}://{host}{path}")).ok()?;
    (!host.is_empty() && url.username().is_empty()).then_some(url)
}

/// The request as a room sees it.
pub(crate) async fn request(
    parts: &Parts,
    url: &Url,
    body: Option<Incoming>,
) -> Result<HttpRequest, hyper::Error> {
    Ok(HttpRequest {
        method: parts.method.as_str().to_owned(),
        url: url.as_str().to_owned(),
        headers: headers(&parts.headers),
        body: read(body).await?,
    })
}

/// A request without its body.
pub(crate) fn head(parts: &Parts, url: &Url) -> HttpRequest {
    HttpRequest {
        method: parts.method.as_str().to_owned(),
        url: url.as_str().to_owned(),
        headers: headers(&parts.headers),
        body: Body::Empty,
    }
}

fn headers(sent: &HeaderMap) -> Vec<(String, String)> {
    let seen = sent.iter().filter(|(name, _)| *name != ACCEPT_ENCODING);
    let mut headers: Vec<_> = seen
        .map(|(name, value)| (name.as_str().to_owned(), decoded(value)))
        .collect();
    headers.push((
        ACCEPT_ENCODING.as_str().to_owned(),
        ACCEPT_ENCODING_SEEN.to_owned(),
    ));
    headers
}

/// Header values are bytes: UTF-8 if they are that, else one character a byte.
fn decoded(value: &HeaderValue) -> String {
    let bytes = value.as_bytes();
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect(), str::to_owned)
}

async fn read(body: Option<Incoming>) -> Result<Body, hyper::Error> {
    let Some(body) = body.filter(|body| !body.is_end_stream()) else {
        return Ok(Body::Empty);
    };
    if body
        .size_hint()
        .exact()
        .is_some_and(|length| length <= WHOLE_BYTES_MAX)
    {
        return Ok(Body::Whole(body.collect().await?.to_bytes()));
    }
    let length = body.size_hint().exact();
    let (sender, stream) = body::channel();
    tokio::spawn(pump(body, sender));
    Ok(Body::Stream(stream.promising(length)))
}

/// Reads a body that nobody wants: a client that is still sending would see a broken connection in place of the answer.
/// Ends with the body or its connection, at the latest when as much has come as a body may have.
pub(crate) fn discard(body: Incoming) {
    if !body.is_end_stream() {
        tokio::spawn(drain(body, 0));
    }
}

async fn drain(mut body: Incoming, mut total: u64) {
    while let Some(Ok(frame)) = body.frame().await {
        total += frame.data_ref().map_or(0, |chunk| chunk.len() as u64);
        if total > REQUEST_BODY_BYTES_MAX {
            return;
        }
    }
}

/// Moves the body along; ends when the client is gone.
async fn pump(mut body: Incoming, sender: body::BodySender) {
    let mut total: u64 = 0;
    while let Some(frame) = body.frame().await {
        let chunk: Bytes = match frame.map(http_body::Frame::into_data) {
            Ok(Ok(chunk)) => chunk,
            Ok(Err(_trailers)) => continue,
            Err(error) => return sender.fail(BodyError(error.to_string())).await,
        };
        total += chunk.len() as u64;
        if total > REQUEST_BODY_BYTES_MAX {
            let limit = REQUEST_BODY_BYTES_MAX / 1024 / 1024;
            return sender
                .fail(BodyError(format!(
                    "the request's body is larger than {limit} MiB"
                )))
                .await;
        }
        if sender.send(chunk).await.is_err() {
            return drain(body, total).await;
        }
    }
}
