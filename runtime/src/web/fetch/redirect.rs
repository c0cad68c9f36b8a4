//! Sends a request and follows where it is sent on to. Bodies that stream can be sent once only.
//!
//! Standard: Fetch §4.5 (HTTP-redirect fetch).

use crate::body::{Body, BodyStream, HttpRequest};
use crate::isolate::ops::OpError;
use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, COOKIE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Client, Method, Response, StatusCode, Url};
use std::error::Error;

/// Redirects of one request: the standard's.
const REDIRECTS_MAX: usize = 20;

/// A request as JavaScript gave it.
pub(super) struct Outgoing {
    pub(super) request: HttpRequest,
    pub(super) follow: Follow,
}

/// What a redirect becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    /// Another request.
    Yes,
    /// The response, as it is.
    No,
}

impl Follow {
    pub(super) fn named(redirect: &str) -> Self {
        if redirect == "manual" { Self::No } else { Self::Yes }
    }
}

/// A request that may be sent more than once.
struct Hop {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Option<Bytes>,
}

/// The response, and whether it is that of another URL than the one asked for.
pub(super) async fn send(client: &Client, outgoing: Outgoing) -> Result<(Response, bool), OpError> {
    let Outgoing { request, follow } = outgoing;
    let mut stream = None;
    let body = match request.body {
        Body::Empty => None,
        Body::Whole(bytes) => Some(bytes),
        Body::Stream(body) => {
            stream = Some(body);
            None
        }
    };
    let mut hop = Hop {
        method: Method::from_bytes(request.method.as_bytes())
            .map_err(|_| failed("the method is no token"))?,
        url: checked_url(&request.url)?,
        headers: header_map(&request.headers)?,
        body,
    };
    let streamed = stream.is_some();
    for redirects in 0..=REDIRECTS_MAX {
        let response = one(client, &hop, stream.take()).await?;
        let Some(next) = target(&response).filter(|_| follow == Follow::Yes) else {
            return Ok((response, redirects > 0));
        };
        hop.redirect(response.status(), &next?, streamed)?;
    }
    Err(failed(&format!(
        "`{}` redirects more than {REDIRECTS_MAX} times",
        request.url
    )))
}

impl Hop {
    fn redirect(&mut self, status: StatusCode, location: &str, streamed: bool) -> Result<(), OpError> {
        let next = self.url.join(location);
        let mut next =
            next.map_err(|_| failed(&format!("`{}` redirects to no URL: `{location}`", self.url)))?;
        if next.fragment().is_none() {
            next.set_fragment(self.url.fragment());
        }
        checked_url(next.as_str())?;
        let to_get = match status.as_u16() {
            303 => self.method != Method::GET && self.method != Method::HEAD,
            301 | 302 => self.method == Method::POST,
            _ => false,
        };
        if to_get {
            self.method = Method::GET;
            self.body = None;
            retain(&mut self.headers, |name| !name.as_str().starts_with("content-"));
        } else if streamed && status != StatusCode::SEE_OTHER {
            return Err(failed(&format!(
                "`{}` redirects, but the body was a stream and is gone",
                self.url
            )));
        }
        if next.origin() != self.url.origin() {
            retain(&mut self.headers, |name| name != AUTHORIZATION && name != COOKIE);
        }
        self.url = next;
        Ok(())
    }
}

/// Sends the request of `hop`, with `stream` for a body if there is one.
async fn one(client: &Client, hop: &Hop, stream: Option<BodyStream>) -> Result<Response, OpError> {
    let mut request = client
        .request(hop.method.clone(), hop.url.clone())
        .headers(hop.headers.clone());
    if let Some(stream) = stream {
        // Of bytes the client knows the length itself.
        if let Some(length) = stream.length() {
            request = request.header(CONTENT_LENGTH, length);
        }
        request = request.body(streaming(stream));
    } else if let Some(body) = hop.body.clone() {
        request = request.body(body);
    }
    let host = hop.url.host_str().unwrap_or_default();
    request
        .send()
        .await
        .map_err(|error| failed(&format!("`{host}`: {}", cause(&error))))
}

/// Where `response` sends on to.
fn target(response: &Response) -> Option<Result<String, OpError>> {
    let redirects = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = response.headers().get(LOCATION).filter(|_| redirects)?;
    let text = String::from_utf8(location.as_bytes().to_vec());
    Some(text.map_err(|_| failed("the redirect's Location is not UTF-8")))
}

fn checked_url(text: &str) -> Result<Url, OpError> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        Ok(url) => Err(failed(&format!("only http and https, not `{}:`", url.scheme()))),
        Err(error) => Err(failed(&format!("`{text}`: {error}"))),
    }
}

fn header_map(pairs: &[(String, String)]) -> Result<HeaderMap, OpError> {
    let mut map = HeaderMap::new();
    for (name, value) in pairs {
        let parsed = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        );
        match parsed {
            // The client says these itself, from the URL and the body.
            (Ok(name), Ok(_))
                if name == "host" || name == "content-length" || name == "transfer-encoding" => {}
            (Ok(name), Ok(value)) => {
                map.append(name, value);
            }
            _ => return Err(failed(&format!("the header `{name}` cannot be sent"))),
        }
    }
    Ok(map)
}

fn streaming(stream: BodyStream) -> reqwest::Body {
    reqwest::Body::wrap_stream(futures_util::stream::unfold(stream, async |mut stream| {
        let chunk = stream.next().await?;
        Some((chunk, stream))
    }))
}

/// The innermost reason, which is the one that helps.
pub(super) fn cause(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

fn failed(message: &str) -> OpError {
    OpError::type_error(format!("fetch failed: {message}"))
}

/// Drops the headers that `keep` does not want.
fn retain(headers: &mut HeaderMap, keep: impl Fn(&HeaderName) -> bool) {
    let dropped: Vec<HeaderName> = headers.keys().filter(|name| !keep(name)).cloned().collect();
    for name in dropped {
        headers.remove(name);
    }
}
