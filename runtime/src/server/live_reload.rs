//! `--live`: browsers that listen are told how client builds end, as server-sent events. `problems` is why the last one
//! failed, `fixed` that it did not; each listener is told one of them at once. `change` says which files are new. A
//! listener that missed some is told of the last build only: it reloads anyway.
//!
//! Pages listen by [`LIVE_SCRIPT`], which the bundle brings. While there is no bundle, what a browser gets in its place
//! is [`in_place_of`].

use super::outgoing::{ServerResponse, from_room, text, whole};
use crate::body::{self, Body, BodyEncoding, BodySender, HttpResponse};
use crate::client_build::{BrokenBuild, Changes, ClientBuild};
use bytes::Bytes;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use std::time::Duration;
use tokio::sync::watch;

const LIVE_PATH: &str = "/__partyrs/live";
const OVERLAY_PATH: &str = "/__partyrs/overlay.js";

/// Whether requests for `path` are between a page and us: of no interest to people.
pub(crate) fn is_ours(path: &str) -> bool {
    [LIVE_PATH, OVERLAY_PATH].contains(&path)
}

/// One line that makes a page listen: it shows problems, and reloads itself for new files. Every script of a page may
/// have it, one of them listens: browsers open few connections to a server. Workers have no document and leave it.
pub const LIVE_SCRIPT: &str = r#"globalThis.document&&!globalThis.partyrsLive&&((globalThis.partyrsLive=new EventSource("/__partyrs/live")).addEventListener("change",()=>location.reload()),partyrsLive.addEventListener("problems",e=>import("/__partyrs/overlay.js").then(o=>o.show(JSON.parse(e.data)),()=>{})),partyrsLive.addEventListener("fixed",()=>document.querySelector("partyrs-problems")?.remove()));"#;

/// What a script does that stands in for one that could not be built, beside listening.
const TRY_AGAIN: &str =
    r#"globalThis.document&&partyrsLive.addEventListener("fixed",()=>location.reload());"#;

/// Draws the problems.
const OVERLAY: &str = include_str!("live_reload/overlay.js");

const SCRIPT: HeaderValue = HeaderValue::from_static("text/javascript; charset=utf-8");
const PAGE: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const NOT_KEPT: HeaderValue = HeaderValue::from_static("no-store");

/// A comment is sent this often, so that dead connections are noticed.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// See the file's comment.
pub(crate) struct LiveReload {
    last: watch::Sender<Last>,
}

/// How the last build ended.
#[derive(Default)]
struct Last {
    /// Why it failed, if it did.
    broken: Option<BrokenBuild>,
    /// What was new after the last good one that had something new.
    changes: Changes,
    /// How many of those there were.
    count: u64,
}

impl LiveReload {
    /// Nobody listens yet.
    pub(crate) fn new() -> Self {
        Self {
            last: watch::Sender::new(Last::default()),
        }
    }

    /// Tells every listener.
    pub(crate) fn announce(&self, build: ClientBuild) {
        self.last.send_modify(|last| match build {
            ClientBuild::Broken(broken) => last.broken = Some(broken),
            ClientBuild::Good(changes) => {
                last.broken = None;
                if !changes.are_none() {
                    last.changes = changes;
                    last.count += 1;
                }
            }
        });
    }

    /// The answer at `path`, if it is one of ours.
    pub(crate) fn answer(&self, path: &str) -> Option<ServerResponse> {
        match path {
            LIVE_PATH => Some(self.listen()),
            OVERLAY_PATH => Some(answer(StatusCode::OK, SCRIPT, OVERLAY)),
            _ => None,
        }
    }

    /// The event stream of a new listener.
    fn listen(&self) -> ServerResponse {
        let (sender, stream) = body::channel();
        tokio::spawn(tell(self.last.subscribe(), sender));
        from_room(HttpResponse {
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

/// The answer to a request for a file while the build is broken, because of `message`: whoever asks for a page gets one
/// that shows the problems and goes on by itself; so does the page whose script this was to be. Others get the text.
pub(crate) fn in_place_of(message: &str, asked: &HeaderMap) -> ServerResponse {
    let header = |name| {
        asked
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    if header("sec-fetch-dest") == "script" {
        // A script with an error status would not run.
        return answer(StatusCode::OK, SCRIPT, &format!("{LIVE_SCRIPT}{TRY_AGAIN}"));
    }
    if header(ACCEPT.as_str()).contains("text/html") {
        return answer(StatusCode::SERVICE_UNAVAILABLE, PAGE, &page(message));
    }
    text(StatusCode::SERVICE_UNAVAILABLE, message)
}

/// A page that says `message` as it is, and more when scripts run.
fn page(message: &str) -> String {
    let message = message.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>The client does not build</title>\n<h1 style=\"font-family: sans-serif\">The client does not build</h1>\n<pre style=\"white-space: pre-wrap; overflow-wrap: anywhere\">{message}</pre>\n\
         <script>{LIVE_SCRIPT}{TRY_AGAIN}</script>\n"
    )
}

fn answer(status: StatusCode, content_type: HeaderValue, content: &str) -> ServerResponse {
    let mut response = ServerResponse::new(whole(Bytes::copy_from_slice(content.as_bytes())));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response.headers_mut().insert(CACHE_CONTROL, NOT_KEPT);
    response
}

async fn tell(mut last: watch::Receiver<Last>, listener: BodySender) {
    let mut told = last.borrow().count;
    let mut message = format!("retry: 500\n\n{}", state(&last.borrow_and_update()));
    while listener.send(message.into()).await.is_ok() {
        message = tokio::select! {
            changed = last.changed() => match changed {
                Ok(()) => {
                    let last = last.borrow_and_update();
                    let new = std::mem::replace(&mut told, last.count) != last.count;
                    let change = if new { event("change", &last.changes) } else { String::new() };
                    state(&last) + &change
                }
                Err(_) => return,
            },
            () = tokio::time::sleep(HEARTBEAT) => ":\n\n".to_owned(),
            () = listener.reader_gone() => return,
        };
    }
}

fn state(last: &Last) -> String {
    match &last.broken {
        Some(broken) => event("problems", &broken.problems),
        None => event("fixed", &()),
    }
}

fn event(name: &str, data: &impl serde::Serialize) -> String {
    // Strings and lists always serialise.
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("event: {name}\ndata: {data}\n\n")
}
