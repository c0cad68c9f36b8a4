//! WebSockets that rooms open: the client's half of the handshake (RFC 6455 §4.1) over the HTTP client of `fetch`,
//! then the connection's frames until it ends. Offers no extension and follows no redirect; an answer that is no
//! 101 is an ordinary response.

use super::frames::Side;
use super::websocket;
use crate::body::{Body, HttpRequest, HttpResponse};
use crate::room::far_end::FarEnd;
use crate::room::mailbox::{Failure, Reply};
use crate::web::{self, FetchClient};
use bytes::Bytes;
use std::sync::Arc;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_util::task::TaskTracker;

/// What is the handshake's own: a proxied request brings its client's.
const HANDSHAKE: [&str; 6] = [
    "connection",
    "upgrade",
    "sec-websocket-accept",
    "sec-websocket-extensions",
    "sec-websocket-key",
    "sec-websocket-version",
];

/// Opens WebSockets for rooms.
#[derive(Clone)]
pub(crate) struct Dialer {
    /// Shared with `fetch`: one set of certificates and proxy settings.
    pub(crate) client: Arc<FetchClient>,
    /// Owns the sockets' tasks.
    pub(crate) tasks: TaskTracker,
}

impl Dialer {
    /// Asks for a WebSocket. With status 101 the reply has its far end: what is brought there goes to the network.
    pub(crate) async fn connect(&self, mut request: HttpRequest) -> Result<Reply, Failure> {
        let key = generate_key();
        request
            .headers
            .retain(|(name, _)| !HANDSHAKE.contains(&name.as_str()));
        let own = [
            ("connection", "Upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", &key),
        ];
        let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
        request.headers.extend(own);
        let response = web::send(&self.client, request).await;
        let response =
            response.map_err(|error| Failure(format!("Network connection lost. {}", error.message)))?;
        if response.status() != 101 {
            let response = web::received(response);
            let socket = None;
            return Ok(Reply { response, socket });
        }
        let head = HttpResponse {
            body: Body::Empty,
            ..web::head(&response)
        };
        check(&head, &key)?;
        let upgraded = response
            .upgrade()
            .await
            .map_err(|error| Failure(format!("Network connection lost. {error}")))?;
        let (network, far) = FarEnd::pair();
        self.tasks.spawn(websocket::run(
            upgraded,
            Bytes::new(),
            network,
            Side::Client,
            None,
        ));
        Ok(Reply {
            response: head,
            socket: Some(far),
        })
    }
}

/// Whether the server understood: it has answered our key, and chose nothing that was not offered.
fn check(head: &HttpResponse, key: &str) -> Result<(), Failure> {
    let value = |wanted| head.headers.iter().find(|(name, _)| name == wanted);
    let wrong = |what| Failure(format!("Failed to establish the WebSocket connection: {what}."));
    let answer = value("sec-websocket-accept").map(|(_, value)| value.trim());
    if answer != Some(derive_accept_key(key.as_bytes()).as_str()) {
        return Err(wrong("incorrect Sec-WebSocket-Accept header value"));
    }
    match value("sec-websocket-extensions") {
        None => Ok(()),
        Some(_) => Err(wrong("the server chose an extension that was not offered")),
    }
}
