//! What answers while no bundle has loaded yet: 503 with a text that says why, and a header that makes browsers look
//! again. Every connection ends with its answer, so that none outlives the wait.

use super::accept::{Door, answer_with};
use super::outgoing::{ServerResponse, text};
use crate::error::StartError;
use http::header::{CACHE_CONTROL, CONNECTION, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use std::net::TcpListener;
use std::sync::{Arc, PoisonError, RwLock};
use tokio_util::task::AbortOnDropHandle;

/// Browsers ask again after this many seconds.
const AGAIN_AFTER: HeaderValue = HeaderValue::from_static("1");

/// Answers as long as it lives.
#[derive(Debug)]
pub struct Standby {
    text: Arc<RwLock<String>>,
    _accepting: AbortOnDropHandle<()>,
}

impl Standby {
    /// Accepts from `listener`, which is bound and non-blocking, and answers with `text`. Must be called within a
    /// tokio runtime.
    pub fn open(
        listener: TcpListener,
        tls: Option<Arc<rustls::ServerConfig>>,
        text: String,
    ) -> Result<Self, StartError> {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(StartError::Listen)?;
        let text = Arc::new(RwLock::new(text));
        let (door, shared) = (Door { listener, tls }, text.clone());
        let accepting = tokio::spawn(answer_with(door, move || {
            unavailable(&shared.read().unwrap_or_else(PoisonError::into_inner))
        }));
        Ok(Self {
            text,
            _accepting: AbortOnDropHandle::new(accepting),
        })
    }

    /// Answers with `text` from now on.
    pub fn say(&self, text: String) {
        *self.text.write().unwrap_or_else(PoisonError::into_inner) = text;
    }
}

fn unavailable(message: &str) -> ServerResponse {
    let mut response = text(StatusCode::SERVICE_UNAVAILABLE, message);
    let headers = response.headers_mut();
    headers.insert(RETRY_AFTER, AGAIN_AFTER);
    headers.insert(HeaderName::from_static("refresh"), AGAIN_AFTER);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    async fn get(address: std::net::SocketAddr) -> String {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            .await
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn every_request_hears_why_there_is_nothing_yet() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let standby = Standby::open(listener, None, "not yet".to_owned()).unwrap();
        let answer = get(address).await;
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.ends_with("\r\n\r\nnot yet"), "{answer}");
        standby.say("still not".to_owned());
        assert!(get(address).await.ends_with("still not"));
    }
}
