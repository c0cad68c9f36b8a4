//! An actor: the bundle's stateless worker, or one room's Durable Object. It has a mailbox, sockets and storage that
//! stay, and an isolate that comes and goes. Its work is done in turns: a turn takes what waits, lets JavaScript
//! handle it event by event, commits, and only then lets messages and answers out. One turn runs at a time.

mod boot;
mod instance;
mod seat;
mod turn;

use super::alarm::AfterAlarm;
use super::desk::{Desk, Outside};
use super::exception::Thrown;
use super::pool::Pool;
use super::project::Project;
use crate::event::{Exception, Origin, RuntimeEvent};
use crate::lock::lock;
use crate::options::ReloadRule;
use crate::room::far_end::{self, FarEnd};
use crate::room::mailbox::{Event, Mailbox, Order, Retired, Wake};
use crate::room::socket::{Accepted, SocketId};
use crate::storage::room::RoomStorage;
use crate::web::FetchClient;
use seat::Seat;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

/// What an actor is made with.
pub(crate) struct Setting {
    /// Runs its turns.
    pub(crate) pool: Arc<Pool>,
    /// Runs its operations.
    pub(crate) tokio: tokio::runtime::Handle,
    /// Fetches for all isolates.
    pub(crate) fetch: Arc<FetchClient>,
    /// What becomes of its sockets at a reload.
    pub(crate) reload: ReloadRule,
    /// The world around it.
    pub(crate) outside: Arc<dyn Outside>,
    /// Cancelled when the runtime stops.
    pub(crate) stop: CancellationToken,
}

/// See the file's comment.
pub(crate) struct Actor {
    /// What its host functions work on.
    pub(crate) desk: Arc<Desk>,
    mailbox: Mailbox,
    seat: Mutex<Seat>,
    setting: Setting,
    /// The build it runs, whatever the current one is: the worker's.
    pinned: Option<Arc<Project>>,
    boot_outcome: Mutex<Option<Result<String, Thrown>>>,
    /// Whether an isolate is in memory.
    awake: AtomicBool,
    /// Milliseconds since `born` of the last event.
    active: AtomicU64,
    born: Instant,
    myself: Weak<Self>,
}

impl Actor {
    /// The actor `origin` with its `storage`; its isolate comes with the first event.
    pub(crate) fn new(
        origin: Origin,
        storage: RoomStorage,
        setting: Setting,
        pinned: Option<Arc<Project>>,
    ) -> Arc<Self> {
        Arc::new_cyclic(|myself| Self {
            desk: Desk::new(origin, storage, setting.outside.clone()),
            mailbox: Mailbox::new(),
            seat: Mutex::default(),
            setting,
            pinned,
            boot_outcome: Mutex::default(),
            awake: AtomicBool::new(false),
            active: AtomicU64::new(0),
            born: Instant::now(),
            myself: myself.clone(),
        })
    }

    /// Starts the isolate now; what its start came to.
    pub(crate) async fn start(&self) -> Result<(), Exception> {
        let (sender, outcome) = oneshot::channel();
        lock(&self.seat).boot_waiters.push(sender);
        self.order(Order::Start);
        outcome.await.unwrap_or(Ok(()))
    }

    /// Brings an event; waits while the mailbox is full. The event comes back when the actor is retired.
    pub(crate) async fn bring(&self, event: Event) -> Result<(), Retired> {
        let place = self.mailbox.place().await;
        let wake = self.mailbox.add(event, place)?;
        self.wake(wake);
        Ok(())
    }

    /// Brings an event of one of the actor's sockets: an actor with sockets is never retired.
    pub(crate) async fn deliver(&self, event: Event) {
        let _ = self.bring(event).await;
    }

    /// Brings the end of a socket, which needs no place.
    pub(crate) fn deliver_now(&self, event: Event) {
        if let Ok(wake) = self.mailbox.add(event, None) {
            self.wake(wake);
        }
    }

    /// Gives an order.
    pub(crate) fn order(&self, order: Order) {
        let wake = self.mailbox.order(order);
        self.wake(wake);
    }

    /// How long nothing has happened.
    pub(crate) fn idle_for(&self) -> Duration {
        self.born
            .elapsed()
            .saturating_sub(Duration::from_millis(self.active.load(Ordering::Relaxed)))
    }

    /// Whether an isolate is in memory.
    pub(crate) fn is_awake(&self) -> bool {
        self.awake.load(Ordering::Relaxed)
    }

    /// Whether there is something to free: an isolate, or an actor without sockets.
    pub(crate) fn holds_more_than_sockets(&self) -> bool {
        self.is_awake() || self.desk.sockets().is_empty()
    }

    /// Ends the actor: its sockets are closed with 1001, its storage is closed. Resolves when that is done.
    pub(crate) fn end(&self) -> oneshot::Receiver<()> {
        let (done, ended) = oneshot::channel();
        self.order(Order::End(done));
        ended
    }

    /// The isolate's start came to this.
    pub(crate) fn booted(&self, outcome: Result<String, Thrown>) {
        *lock(&self.boot_outcome) = Some(outcome);
    }

    /// The alarm's handler ended, or its instance did.
    pub(crate) fn finish_alarm(&self, succeeded: bool) {
        let after = self.desk.alarm().finish(succeeded);
        match after {
            // One that came due meanwhile was passed over: schedule what storage says now.
            AfterAlarm::Keep => self.desk.alarm_changed(),
            AfterAlarm::Clear => {
                // The commit that follows reports a storage that fails.
                let _ = self.desk.storage().set_alarm(None);
                self.desk.alarm_changed();
            }
            AfterAlarm::Retry(wait, tries) => {
                if let Origin::Room(room) = &self.desk.origin {
                    self.desk.outside.retry_alarm(room, wait, tries);
                }
            }
        }
    }

    /// Takes the far end of a socket as this actor's own: what the other side sends comes as events here.
    pub(crate) fn adopt(self: &Arc<Self>, far: FarEnd) -> SocketId {
        let mut sockets = self.desk.sockets();
        let id = sockets.open(self, Accepted::InMemory, Vec::new());
        let own = sockets.take_far(id);
        drop(sockets);
        if let Some(own) = own {
            let stop = self.setting.stop.clone();
            self.setting
                .tokio
                .spawn(async move { stop.run_until_cancelled(far_end::join(far, own)).await });
        }
        id
    }

    fn wake(&self, wake: Wake) {
        if wake == Wake::Queue
            && let Some(actor) = self.myself.upgrade()
        {
            self.setting.pool.run(Box::new(move || actor.turn()));
        }
    }

    fn notice(&self, text: &str) {
        let origin = self.desk.origin.clone();
        self.desk.outside.report(RuntimeEvent::Notice {
            origin,
            text: text.to_owned(),
        });
    }

    fn touch(&self) {
        let now = u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.active.store(now, Ordering::Relaxed);
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Actor").field(&self.desk.origin).finish()
    }
}
