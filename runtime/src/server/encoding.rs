//! Content codings of responses on their way out: files as clients ask for them, and responses of rooms as their
//! `content-encoding` promises.

mod body;
mod wish;

use super::outgoing::{ServerResponse, text};
use http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, RANGE, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use wish::{Coding, Wish, wish};

/// What is encoded when a client asks, as Cloudflare's edge has it.
const COMPRESSIBLE: &[&str] = &[
    "application/eot",
    "application/font",
    "application/font-sfnt",
    "application/font-woff",
    "application/geo+json",
    "application/graphql+json",
    "application/javascript",
    "application/javascript-binast",
    "application/json",
    "application/ld+json",
    "application/manifest+json",
    "application/opentype",
    "application/otf",
    "application/rss+xml",
    "application/truetype",
    "application/ttf",
    "application/vnd.api+json",
    "application/vnd.ms-fontobject",
    "application/wasm",
    "application/x-httpd-cgi",
    "application/x-javascript",
    "application/x-opentype",
    "application/x-otf",
    "application/x-perl",
    "application/x-protobuf",
    "application/x-ttf",
    "application/xhtml+xml",
    "application/xml",
    "font/otf",
    "font/ttf",
    "font/x-woff",
    "image/svg+xml",
    "image/vnd.microsoft.icon",
    "image/x-icon",
    "multipart/bag",
    "multipart/mixed",
    "text/css",
    "text/html",
    "text/javascript",
    "text/js",
    "text/plain",
    "text/richtext",
    "text/x-component",
    "text/x-java-source",
    "text/x-markdown",
    "text/x-script",
    "text/xml",
];

/// A file as the client with these headers wants it: encoded if its type is worth it, unless a part was asked for.
pub(crate) fn negotiated(mut response: ServerResponse, headers: &HeaderMap) -> ServerResponse {
    if !is_compressible(response.headers()) {
        return response;
    }
    response
        .headers_mut()
        .append(VARY, HeaderValue::from_static("accept-encoding"));
    let whole = matches!(response.status(), StatusCode::OK | StatusCode::NOT_FOUND);
    if !whole || headers.contains_key(RANGE) {
        return response;
    }
    match wish(headers) {
        Wish::Any | Wish::Plain => response,
        Wish::Coded(coding) => encode(response, coding),
        Wish::Impossible => refusal(),
    }
}

/// A response whose plain body is to be what its `content-encoding` promises. A client that wants another coding
/// gets that.
pub(crate) fn promised(mut response: ServerResponse, headers: &HeaderMap) -> ServerResponse {
    let named = response.headers().get(CONTENT_ENCODING).and_then(Coding::of);
    let has_body = !matches!(
        response.status(),
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
    );
    let Some(named) = named.filter(|_| has_body) else {
        return response;
    };
    match wish(headers) {
        Wish::Any => encode(response, named),
        Wish::Coded(coding) => encode(response, coding),
        Wish::Plain => {
            response.headers_mut().remove(CONTENT_ENCODING);
            response
        }
        Wish::Impossible => refusal(),
    }
}

fn is_compressible(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let name = value.to_str().unwrap_or_default().split(';').next();
    COMPRESSIBLE.contains(&name.unwrap_or_default().trim())
}

fn refusal() -> ServerResponse {
    let mut response = text(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type");
    let ours = HeaderValue::from_static("br, gzip");
    response.headers_mut().insert(ACCEPT_ENCODING, ours);
    response
}

fn encode(mut response: ServerResponse, coding: Coding) -> ServerResponse {
    let headers = response.headers_mut();
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    headers.remove(CONTENT_LENGTH);
    // Ranges count the bytes of the plain content.
    headers.remove(ACCEPT_RANGES);
    if let Some(weak) = headers.get(ETAG).and_then(weakened) {
        headers.insert(ETAG, weak);
    }
    response.map(|body| body::encoded(body, coding))
}

/// The same content in other bytes has the same tag, but a weak one.
fn weakened(tag: &HeaderValue) -> Option<HeaderValue> {
    let tag = tag.to_str().ok().filter(|tag| !tag.starts_with("W/"))?;
    HeaderValue::try_from(format!("W/{tag}")).ok()
}
