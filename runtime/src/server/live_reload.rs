//! `--live`: browsers that listen are told of each client build, as server-sent `change` events. A listener that
//! missed some is told of the last one only: it reloads anyway.

use super::outgoing::ServerResponse;
use crate::body::{self, Body, BodyEncoding, BodySender, HttpResponse};
use crate::runtime::Changes;
use bytes::Bytes;
use std::time::Duration;
use tokio::sync::watch;

/// A comment is sent this often, so that dead connections are noticed.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// See the file's comment.
pub(crate) struct LiveReload {
    last: watch::Sender<Changes>,
}

impl LiveReload {
    /// Nobody listens yet.
    pub(crate) fn new() -> Self {
        Self {
            last: watch::Sender::new(Changes::default()),
        }
    }

    /// Tells every listener.
    pub(crate) fn announce(&self, changes: Changes) {
        self.last.send_replace(changes);
    }

    /// The event stream of a new listener.
    pub(crate) fn listen(&self) -> ServerResponse {
        let (sender, stream) = body::channel();
        tokio::spawn(tell(self.last.subscribe(), sender));
        super::outgoing::from_room(HttpResponse {
            status: 200,
            status_text: "OK".to_owned(),
            headers: vec![
                ("content-type".to_owned(), "text/event-stream".to_owned()),
                ("cache-control".to_owned(), "no-cache".to_owned()),
                ("access-control-allow-origin".to_owned(), "*".to_owned()),
            ],
            body: Body::Stream(stream),
            encoding: BodyEncoding::Automatic,
        })
    }
}

async fn tell(mut last: watch::Receiver<Changes>, listener: BodySender) {
    let mut message = Bytes::from_static(b"retry: 500\n\n");
    while listener.send(message).await.is_ok() {
        message = tokio::select! {
            changed = last.changed() => match changed {
                Ok(()) => event(&last.borrow_and_update()),
                Err(_) => return,
            },
            () = tokio::time::sleep(HEARTBEAT) => Bytes::from_static(b":\n\n"),
            () = listener.reader_gone() => return,
        };
    }
}

fn event(changes: &Changes) -> Bytes {
    // Strings always serialise.
    let data = serde_json::to_string(changes).unwrap_or_default();
    format!("event: change\ndata: {data}\n\n").into()
}
