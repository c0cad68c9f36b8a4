//! What the host functions of one actor work on: its storage, sockets, pending replies and its way to the world
//! outside. All of it outlives the actor's isolates, and nothing leaves before the storage is committed.

use super::alarm::AlarmState;
use crate::body::{HttpRequest, HttpResponse};
use crate::event::{Origin, RuntimeEvent};
use crate::ids::RoomKey;
use crate::isolate::project::Project;
use crate::lock::lock;
use crate::room::mailbox::{Failure, Reply, ReplyTo};
use crate::room::outbound::Outgoing;
use crate::room::socket::Sockets;
use crate::storage::StorageError;
use crate::storage::room::RoomStorage;
use crate::storage::stores::Stores;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// A boxed future, as trait methods return it.
pub(crate) type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The world outside an actor: other rooms, the project's files, the clock that wakes it.
pub(crate) trait Outside: Send + Sync {
    /// Sends `request` to a room of the Durable Object class `class`.
    fn room_request(&self, class: &str, id: &str, request: HttpRequest) -> Boxed<Result<Reply, Failure>>;
    /// Looks a static file up; a response with status 404 when there is none.
    fn asset(&self, request: HttpRequest) -> Boxed<HttpResponse>;
    /// Asks for a WebSocket of the outside; a response with status 101 brings its far end.
    fn connect(&self, request: HttpRequest) -> Boxed<Result<Reply, Failure>>;
    /// Has `room` woken for its alarm at `due_ms` (since 1970), or no longer.
    fn schedule(&self, room: &RoomKey, due_ms: Option<i64>) -> Result<(), StorageError>;
    /// Notes on disk that `room` may have to be woken at `due_ms`, before its storage says so.
    fn promise(&self, room: &RoomKey, due_ms: i64) -> Result<(), StorageError>;
    /// Brings `room` its alarm again after `wait`; how often it failed before.
    fn retry_alarm(&self, room: &RoomKey, wait: Duration, tries: u32);
    /// The actor `who` is retired: the next event makes a new one.
    fn forget(&self, who: &Origin);
    /// The project's KV namespaces and R2 buckets.
    fn stores(&self) -> Arc<Stores>;
    /// The project as it is now.
    fn project(&self) -> Arc<Project>;
    /// Gives a notice, unless the same was given before, by whichever actor.
    fn notice_once(&self, text: String);
    /// Where runtime events go.
    fn report(&self, event: RuntimeEvent);
}

/// See the file's comment.
pub(crate) struct Desk {
    /// Who the actor is.
    pub(crate) origin: Origin,
    /// The world outside.
    pub(crate) outside: Arc<dyn Outside>,
    storage: Mutex<RoomStorage>,
    sockets: Mutex<Sockets>,
    replies: Mutex<Replies>,
    /// Critical sections (`blockConcurrencyWhile`) that are open.
    blocks: AtomicU32,
    alarm: Mutex<AlarmState>,
    /// Whether the alarm must be scheduled anew after the commit.
    alarm_changed: AtomicBool,
    /// Why the actor must be reset, once somebody said so.
    reset: Mutex<Option<String>>,
}

/// Requests that wait for their answers, and answers that wait for the commit.
#[derive(Default)]
struct Replies {
    next: u32,
    pending: HashMap<u32, ReplyTo>,
    ready: Vec<(ReplyTo, Result<Reply, Failure>)>,
}

impl Desk {
    /// The desk of the actor `origin` with its `storage`.
    pub(crate) fn new(origin: Origin, storage: RoomStorage, outside: Arc<dyn Outside>) -> Arc<Self> {
        Arc::new(Self {
            origin,
            outside,
            storage: Mutex::new(storage),
            sockets: Mutex::default(),
            replies: Mutex::default(),
            blocks: AtomicU32::new(0),
            alarm: Mutex::default(),
            alarm_changed: AtomicBool::new(false),
            reset: Mutex::default(),
        })
    }

    /// The room's storage.
    pub(crate) fn storage(&self) -> MutexGuard<'_, RoomStorage> {
        lock(&self.storage)
    }

    /// The actor's sockets.
    pub(crate) fn sockets(&self) -> MutexGuard<'_, Sockets> {
        lock(&self.sockets)
    }

    /// Where the alarm's handler stands.
    pub(crate) fn alarm(&self) -> MutexGuard<'_, AlarmState> {
        lock(&self.alarm)
    }

    /// Notes that the alarm in storage is another now.
    pub(crate) fn alarm_changed(&self) {
        self.alarm_changed.store(true, Ordering::Relaxed);
    }

    /// Keeps `to` until [`Desk::reply`] is called with the number returned.
    pub(crate) fn expect_reply(&self, to: ReplyTo) -> u32 {
        let mut replies = lock(&self.replies);
        replies.next = replies.next.wrapping_add(1);
        let number = replies.next;
        replies.pending.insert(number, to);
        number
    }

    /// Answers the request `number`, once its writes are committed.
    pub(crate) fn reply(&self, number: u32, reply: Result<Reply, Failure>) {
        let mut replies = lock(&self.replies);
        if let Some(to) = replies.pending.remove(&number) {
            replies.ready.push((to, reply));
        }
    }

    /// Whether requests wait for their answer.
    pub(crate) fn is_answering(&self) -> bool {
        !lock(&self.replies).pending.is_empty()
    }

    /// Opens a critical section. What was written before stays, whatever becomes of the section.
    pub(crate) fn open_section(&self) -> Result<(), StorageError> {
        self.commit()?;
        self.blocks.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Ends a critical section.
    pub(crate) fn end_section(&self) {
        // An isolate that was reset meanwhile has started from zero again.
        let _ = self
            .blocks
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
    }

    /// Whether a critical section holds events back.
    pub(crate) fn is_blocked(&self) -> bool {
        self.blocks.load(Ordering::Relaxed) > 0
    }

    /// Asks for a reset of the actor at the end of this event.
    pub(crate) fn request_reset(&self, reason: String) {
        lock(&self.reset).get_or_insert(reason);
    }

    /// Why the actor must be reset, if it must.
    pub(crate) fn take_reset(&self) -> Option<String> {
        lock(&self.reset).take()
    }

    /// Makes writes durable; to be called before anything leaves the actor.
    /// Within a transaction nothing happens.
    pub(crate) fn commit(&self) -> Result<(), StorageError> {
        let changed = self.alarm_changed.load(Ordering::Relaxed);
        let due = {
            let mut storage = self.storage();
            if storage.in_transaction() {
                return Ok(());
            }
            if changed { storage.alarm()? } else { None }
        };
        if let (Some(due), Origin::Room(room)) = (due, &self.origin) {
            // Before the commit: a process that dies in between finds the room, and the room knows the truth.
            self.outside.promise(room, due)?;
        }
        self.storage().commit()?;
        if self.alarm_changed.swap(false, Ordering::Relaxed)
            && let Origin::Room(room) = &self.origin
        {
            let due = self.storage().alarm()?;
            self.outside.schedule(room, due)?;
        }
        Ok(())
    }

    /// Commits, then lets messages and answers out. When the commit fails they are dropped and the error says why.
    pub(crate) fn let_out(&self) -> Result<(), StorageError> {
        self.commit()?;
        if self.storage().in_transaction() {
            // All of it leaves when the transaction has ended; no event comes in meanwhile.
            return Ok(());
        }
        let ready = std::mem::take(&mut lock(&self.replies).ready);
        let untaken = match ready.is_empty() || self.is_answering() {
            true => Vec::new(),
            false => self.sockets().drop_untaken(),
        };
        self.sockets().flush();
        for (to, reply) in ready {
            // A client that left does not wait for its answer.
            let _ = to.send(reply);
        }
        drop(untaken);
        Ok(())
    }

    /// Ends everything under way: requests fail with `reason`, sockets get `goodbye`, uncommitted writes are undone.
    pub(crate) fn abandon(&self, reason: &str, goodbye: &Outgoing) {
        self.end_requests(reason);
        self.sockets().end_all(goodbye);
    }

    /// Ends what the instance was doing, but for its sockets: requests fail with `reason`, uncommitted writes are
    /// undone.
    pub(crate) fn end_requests(&self, reason: &str) {
        self.blocks.store(0, Ordering::Relaxed);
        // What cannot be undone was not committed either.
        let _ = self.storage().abandon();
        let mut replies = lock(&self.replies);
        let failure = Failure(reason.to_owned());
        for (_, to) in replies.pending.drain() {
            let _ = to.send(Err(failure.clone()));
        }
        for (to, _) in replies.ready.drain(..) {
            let _ = to.send(Err(failure.clone()));
        }
    }
}
