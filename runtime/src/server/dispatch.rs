//! What answers a request, in PartyKit's order: a room by its path; else `onSocket`, a cron, a file, the page of a
//! single-page app, `onFetch`, `404.html`. The stateless worker is asked only where a static handler has a say.

use super::assets::{Assets, Found};
use super::encoding;
use super::frames::Side;
use super::handshake;
use super::incoming;
use super::live_reload::{self, LiveReload};
use super::outgoing::{ServerResponse, empty, failed, from_room, text};
use super::redial::Redial;
use super::route::Route;
use super::websocket;
use crate::body::{BodyEncoding, HttpRequest};
use crate::clock::now_ms;
use crate::event::RuntimeEvent;
use crate::ids::{PartyName, RoomId, RoomKey};
use crate::isolate::project::{PartyShape, Shape};
use crate::options::ReloadRule;
use crate::room::far_end::FarEnd;
use crate::room::mailbox::{Failure, Reply};
use crate::room::registry::Registry;
use crate::runtime::Reporter;
use http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, UPGRADE};
use http::request::Parts;
use http::{HeaderValue, Method, Request, StatusCode};
use hyper::body::Incoming;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use std::time::Instant;
use tokio::net::TcpStream;
use tokio_util::task::TaskTracker;
use url::Url;

/// Where a cron is run by its expression.
const SCHEDULED_PATH: &str = "/cdn-cgi/mf/scheduled";

/// What a request meets.
pub(crate) struct Service {
    /// The rooms and the worker.
    pub(crate) registry: Arc<Registry>,
    /// The project's files.
    pub(crate) assets: Arc<Assets>,
    /// Browsers that listen for client builds.
    pub(crate) live_reload: LiveReload,
    /// Where runtime events go.
    pub(crate) report: Reporter,
    /// How the URLs of requests begin: `http` or `https`.
    pub(crate) scheme: &'static str,
    /// Owns the sockets' tasks.
    pub(crate) tasks: TaskTracker,
}

/// Who answers.
enum Answerer {
    Room(RoomKey),
    Worker,
}

impl Service {
    /// Answers one request and reports it.
    pub(crate) async fn handle(&self, request: Request<Incoming>) -> ServerResponse {
        let begun = Instant::now();
        let (mut parts, body) = request.into_parts();
        let mut body = Some(body);
        let upgrade = parts.extensions.remove::<OnUpgrade>();
        let method = parts.method.as_str().to_owned();
        let path = parts.uri.path().to_owned();
        let response = match self.refuse(&parts) {
            Some(refusal) => refusal,
            None => match incoming::url(&parts, self.scheme) {
                Some(url) => self.answer(parts, &url, &mut body, upgrade).await,
                None => text(StatusCode::BAD_REQUEST, "Bad Request"),
            },
        };
        if let Some(unread) = body {
            incoming::discard(unread);
        }
        let status = response.status().as_u16();
        if !live_reload::is_ours(&path) {
            (self.report)(RuntimeEvent::Request {
                method,
                path,
                status,
                took: begun.elapsed(),
            });
        }
        response
    }

    /// Methods that no handler can see.
    fn refuse(&self, parts: &Parts) -> Option<ServerResponse> {
        match parts.method {
            Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::DELETE => None,
            Method::PATCH | Method::OPTIONS | Method::TRACE => None,
            Method::CONNECT => Some(failed("Internal Server Error")),
            _ => Some(text(StatusCode::NOT_IMPLEMENTED, "Not Implemented")),
        }
    }

    /// The answer; takes the body if somebody may read it.
    async fn answer(
        &self,
        parts: Parts,
        url: &Url,
        body: &mut Option<Incoming>,
        upgrade: Option<OnUpgrade>,
    ) -> ServerResponse {
        let project = self.registry.current_project();
        let Some(shape) = project.shape() else {
            return failed("the project is not loaded");
        };
        let upgrade = upgrade.filter(|_| handshake::is_wanted(&parts.headers));
        if url.path() == SCHEDULED_PATH {
            return self.scheduled(url).await;
        }
        let answerer = match Route::of(url.path()) {
            Route::Room { party, id } => self.room(shape, party, id, upgrade.is_some()),
            Route::Other => self.other(shape, url, &parts, upgrade.is_some()).await,
        };
        let answerer = match answerer {
            Ok(answerer) => answerer,
            Err(response) => return *response,
        };
        if let Some(upgrade) = upgrade {
            return self.connect(answerer, url, &parts, upgrade).await;
        }
        match incoming::request(&parts, url, body.take()).await {
            Ok(request) => finish(self.ask(answerer, request).await, &parts),
            // The client left while it sent its body: nobody reads this.
            Err(_) => text(StatusCode::BAD_REQUEST, "Bad Request"),
        }
    }

    /// Runs the cron of an expression, as Miniflare's front does (D27).
    async fn scheduled(&self, url: &Url) -> ServerResponse {
        let value = |name: &str| {
            url.query_pairs()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value)
        };
        let cron = value("cron").unwrap_or_default().into_owned();
        let time = value("time")
            .and_then(|time| time.parse().ok())
            .unwrap_or_else(now_ms);
        match self.registry.scheduled(cron, time).await {
            Ok(()) => text(StatusCode::OK, "ok"),
            Err(_) => text(StatusCode::INTERNAL_SERVER_ERROR, "exception"),
        }
    }

    /// Who answers for a room, or the answer that there is none.
    fn room(
        &self,
        shape: &Shape,
        party: &str,
        id: &str,
        is_upgrade: bool,
    ) -> Result<Answerer, Box<ServerResponse>> {
        if party.is_empty() {
            return Err(Box::new(failed("No party found in request url")));
        }
        let known = shape.parties.get(party).zip(PartyName::new(party).ok());
        let Some((handlers, party)) = known else {
            return Err(Box::new(text(
                StatusCode::NOT_FOUND,
                &format!("Party {party} not found"),
            )));
        };
        let PartyShape {
            on_before_connect,
            on_before_request,
            on_request,
        } = *handlers;
        if if is_upgrade {
            on_before_connect
        } else {
            on_before_request
        } {
            return Ok(Answerer::Worker);
        }
        if !is_upgrade && !on_request {
            return Err(Box::new(failed("No onRequest handler")));
        }
        Ok(Answerer::Room(RoomKey::new(party, RoomId::new(id))))
    }

    /// Who answers elsewhere, or the answer itself.
    async fn other(
        &self,
        shape: &Shape,
        url: &Url,
        parts: &Parts,
        is_upgrade: bool,
    ) -> Result<Answerer, Box<ServerResponse>> {
        let is_cron = shape.on_cron && url.path() == "/__scheduled__";
        if (is_upgrade && shape.on_socket) || is_cron {
            return Ok(Answerer::Worker);
        }
        if matches!(parts.method, Method::GET | Method::HEAD)
            && let Some(response) = self.file(url, parts).await
        {
            return Err(Box::new(response));
        }
        if shape.on_fetch {
            return Ok(Answerer::Worker);
        }
        Err(Box::new(self.assets.not_found(&parts.headers).await))
    }

    async fn file(&self, url: &Url, parts: &Parts) -> Option<ServerResponse> {
        let file = match self.assets.find(url.path()) {
            Found::File(file) => Some(file),
            Found::Malformed => return Some(failed("URI malformed")),
            Found::Nothing if self.assets.has_live_reload() => {
                let live = self.live_reload.answer(url.path());
                if let Some(answer) = live.or_else(|| self.assets.unbuilt(url.path(), &parts.headers)) {
                    return Some(answer);
                }
                self.assets.app_page(&parts.headers)
            }
            Found::Nothing => self.assets.app_page(&parts.headers),
        };
        Some(self.assets.serve(&file?, &parts.method, &parts.headers).await)
    }

    async fn ask(&self, answerer: Answerer, request: HttpRequest) -> Result<Reply, Failure> {
        match answerer {
            Answerer::Room(room) => self.registry.request(room, request).await,
            Answerer::Worker => self.registry.worker_request(request).await,
        }
    }

    /// Answers a WebSocket handshake: with a socket if there is one in the reply, else as any request.
    async fn connect(
        &self,
        answerer: Answerer,
        url: &Url,
        parts: &Parts,
        upgrade: OnUpgrade,
    ) -> ServerResponse {
        let key = match handshake::check(&parts.method, &parts.headers) {
            Ok(key) => key,
            Err(refusal) => return *refusal,
        };
        let request = incoming::head(parts, url);
        let keeps = self.registry.reload_rule() == ReloadRule::Keep;
        let redial = keeps.then(|| Redial::new(&self.registry, &request, url));
        let reply = self.ask(answerer, request).await;
        match reply {
            Ok(Reply {
                response,
                socket: Some(far),
            }) if response.status == 101 => {
                self.tasks.spawn(serve_socket(upgrade, far, redial));
                let mut answer = from_room(response);
                *answer.body_mut() = empty();
                switch_protocols(&mut answer, &key);
                answer
            }
            reply => finish(reply, parts),
        }
    }
}

fn switch_protocols(answer: &mut ServerResponse, key: &str) {
    let headers = answer.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(key) = HeaderValue::from_str(key) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, key);
    }
}

fn finish(reply: Result<Reply, Failure>, request: &Parts) -> ServerResponse {
    match reply {
        // A status of 101 without a handshake has nowhere to go.
        Ok(Reply { response, .. }) if response.status == 101 => {
            failed("the response has a WebSocket but the request did not ask for one")
        }
        Ok(Reply { response, .. }) => match response.encoding {
            BodyEncoding::Automatic => encoding::promised(from_room(response), request),
            BodyEncoding::Manual => from_room(response),
        },
        Err(Failure(message)) => failed(&message),
    }
}

async fn serve_socket(upgrade: OnUpgrade, far: FarEnd, redial: Option<Redial>) {
    // A client that left before the handshake was done is a lost socket: dropping the far end says so.
    let Ok(upgraded) = upgrade.await else { return };
    match upgraded.downcast::<TokioIo<TcpStream>>() {
        Ok(parts) => websocket::run(parts.io.into_inner(), parts.read_buf, far, Side::Server, redial).await,
        Err(upgraded) => {
            websocket::run(
                TokioIo::new(upgraded),
                bytes::Bytes::new(),
                far,
                Side::Server,
                redial,
            )
            .await
        }
    }
}
