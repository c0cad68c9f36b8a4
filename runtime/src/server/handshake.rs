//! The WebSocket handshake of RFC 6455, checked as PartyKit's server checks it: a missing `Connection: Upgrade` is
//! forgiven, no subprotocol and no extension is ever chosen.

use super::outgoing::{ServerResponse, text};
use http::header::{SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use http::{HeaderMap, Method, StatusCode};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// Whether the request asks for a WebSocket.
pub(crate) fn is_wanted(headers: &HeaderMap) -> bool {
    headers
        .get(UPGRADE)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// The value of `Sec-WebSocket-Accept`, or the response that refuses the handshake.
pub(crate) fn check(method: &Method, headers: &HeaderMap) -> Result<String, Box<ServerResponse>> {
    if method != Method::GET {
        return Err(Box::new(text(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Internal Server Error",
        )));
    }
    let version = headers.get(SEC_WEBSOCKET_VERSION);
    if version.is_none_or(|version| version.as_bytes() != b"13") {
        let message = "ERROR: The requested WebSocket version is not supported.";
        return Err(Box::new(text(StatusCode::BAD_REQUEST, message)));
    }
    match headers.get(SEC_WEBSOCKET_KEY) {
        Some(key) => Ok(derive_accept_key(key.as_bytes())),
        None => Err(Box::new(text(
            StatusCode::BAD_REQUEST,
            "ERROR: Missing Sec-WebSocket-Key",
        ))),
    }
}
