//! Content codings of responses on their way out: files as clients ask for them, and responses of rooms as their
//! `content-encoding` promises.

mod body;
mod wish;

use super::outgoing::{ServerResponse, text};
use http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    RANGE, VARY,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use http_body::Body;
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

/// A response with a plain body: it becomes what its `content-encoding` promises, or what a client wants if its type is
/// worth it. A client that wants another coding than the promised one gets that.
pub(crate) fn promised(mut response: ServerResponse, request: &Parts) -> ServerResponse {
    let has_body = !matches!(
        response.status(),
        StatusCode::NO_CONTENT | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED
    );
    if !has_body || request.method == Method::HEAD {
        return response;
    }
    let Some(named) = response.headers().get(CONTENT_ENCODING) else {
        return wanted(response, &request.headers);
    };
    let Some(named) = Coding::of(named) else {
        return response;
    };
    match wish(&request.headers) {
        Wish::Any => encode(response, named),
        Wish::Coded(coding) => encode(response, coding),
        Wish::Plain => {
            response.headers_mut().remove(CONTENT_ENCODING);
            response
        }
        Wish::Impossible => refusal(),
    }
}

/// A response of a room in the coding that the client asks for first, as PartyKit has it.
fn wanted(mut response: ServerResponse, headers: &HeaderMap) -> ServerResponse {
    let sent = response.headers();
    let is_final = sent
        .get(CACHE_CONTROL)
        .is_some_and(|value| value.to_str().is_ok_and(|value| value.contains("no-transform")));
    let is_empty = response.body().size_hint().exact() == Some(0);
    let coding = match wish(headers) {
        Wish::Coded(coding) if !is_final && !is_empty && is_compressible(sent) => coding,
        Wish::Coded(_) | Wish::Any | Wish::Plain | Wish::Impossible => return response,
    };
    let vary = HeaderValue::from_static("accept-encoding");
    response.headers_mut().append(VARY, vary);
    encode(response, coding)
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
