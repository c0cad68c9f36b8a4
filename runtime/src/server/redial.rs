//! How a client's connection gets another socket from a room that has begun anew (`--reload keep`): its first request is
//! asked again, past whatever hooks the new code has. The client notices nothing of it.

use super::route::Route;
use crate::body::{Body, HttpRequest};
use crate::ids::{PartyName, RoomId, RoomKey};
use crate::room::far_end::FarEnd;
use crate::room::registry::Registry;
use std::sync::Arc;
use url::Url;

/// See the file's comment.
pub(crate) struct Redial {
    registry: Arc<Registry>,
    method: String,
    url: Url,
    headers: Vec<(String, String)>,
}

impl Redial {
    /// For the connection that began with `request` to `url`.
    pub(crate) fn new(registry: &Arc<Registry>, request: &HttpRequest, url: &Url) -> Self {
        Self {
            registry: registry.clone(),
            method: request.method.clone(),
            url: url.clone(),
            headers: request.headers.clone(),
        }
    }

    /// Another socket, unless the room refuses it now.
    pub(crate) async fn socket(&self) -> Option<FarEnd> {
        let request = HttpRequest {
            method: self.method.clone(),
            url: self.url.as_str().to_owned(),
            headers: self.headers.clone(),
            body: Body::Empty,
        };
        let reply = match self.room() {
            Some(room) => self.registry.request(room, request).await,
            None => self.registry.worker_request(request).await,
        };
        reply.ok().filter(|reply| reply.response.status == 101)?.socket
    }

    /// The room, if no static handler has a say.
    fn room(&self) -> Option<RoomKey> {
        let Route::Room { party, id } = Route::of(self.url.path()) else {
            return None;
        };
        let project = self.registry.current_project();
        let handlers = project.shape()?.parties.get(party)?;
        let party = PartyName::new(party).ok()?;
        (!handlers.on_before_connect).then(|| RoomKey::new(party, RoomId::new(id)))
    }
}
