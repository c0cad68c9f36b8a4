//! What the registry is to its actors: the way to other rooms, to files, to the network and to the stores.

use super::Registry;
use crate::body::{HttpRequest, HttpResponse};
use crate::event::{Origin, RuntimeEvent};
use crate::ids::{RoomId, RoomKey};
use crate::isolate::desk::{Boxed, Outside};
use crate::isolate::project::Project;
use crate::lock::lock;
use crate::room::mailbox::{Failure, Reply};
use crate::storage::StorageError;
use crate::storage::stores::Stores;
use std::sync::Arc;
use std::time::Duration;

impl Outside for Registry {
    fn room_request(&self, class: &str, id: &str, request: HttpRequest) -> Boxed<Result<Reply, Failure>> {
        let party = lock(&self.project).party_of_class(class).cloned();
        let (registry, class, id) = (self.myself.upgrade(), class.to_owned(), RoomId::new(id));
        Box::pin(async move {
            let Some(party) = party else {
                return Err(Failure(format!("there is no class `{class}`")));
            };
            let Some(registry) = registry else {
                return Err(Failure("the runtime has stopped".to_owned()));
            };
            registry.request(RoomKey::new(party, id), request).await
        })
    }

    fn asset(&self, request: HttpRequest) -> Boxed<HttpResponse> {
        (self.options.assets)(request)
    }

    fn connect(&self, request: HttpRequest) -> Boxed<Result<Reply, Failure>> {
        (self.options.connect)(request)
    }

    fn schedule(&self, room: &RoomKey, due_ms: Option<i64>) -> Result<(), StorageError> {
        self.with_index(room, |index, id| index.set(id, room.id.as_str(), due_ms))?;
        self.wake_at(room.clone(), due_ms);
        Ok(())
    }

    fn promise(&self, room: &RoomKey, due_ms: i64) -> Result<(), StorageError> {
        self.with_index(room, |index, id| index.promise(id, room.id.as_str(), due_ms))
    }

    fn retry_alarm(&self, room: &RoomKey, wait: Duration, tries: u32) {
        self.wake_again(room.clone(), wait, tries);
    }

    fn forget(&self, who: &Origin) {
        if let Origin::Room(room) = who {
            lock(&self.rooms).remove(room);
        }
    }

    fn stores(&self) -> Arc<Stores> {
        self.stores.clone()
    }

    fn project(&self) -> Arc<Project> {
        self.current_project()
    }

    fn notice_once(&self, text: String) {
        if lock(&self.told).insert(text.clone()) {
            let origin = Origin::Edge;
            (self.options.report)(RuntimeEvent::Notice { origin, text });
        }
    }

    fn report(&self, event: RuntimeEvent) {
        (self.options.report)(event);
    }
}
