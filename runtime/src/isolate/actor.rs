//! An actor: the bundle's stateless worker, or one room's Durable Object. It has a mailbox, sockets and storage that
//! stay, and an isolate that comes and goes. Its work is done in turns: a turn takes what waits, lets JavaScript
//! handle it event by event, commits, and only then lets messages and answers out. One turn runs at a time.

use super::alarm::AlarmState;
use super::desk::{Desk, Outside};
use super::doors::{self, Facts};
use super::engine::{Code, DoorArguments, Failed, Isolate};
use super::exception::Thrown;
use super::functions::{self, Scope};
use super::ops::{Completion, Inbox, Surroundings};
use super::pool::Pool;
use super::project::{Project, Shape};
use crate::event::{Exception, Origin, RuntimeEvent};
use crate::limits;
use crate::room::far_end::{self, FarEnd};
use crate::room::mailbox::{Event, Failure, Gate, Mailbox, Next, Order, Retired, Wake};
use crate::room::outbound::{CloseFrame, Outgoing};
use crate::room::socket::{Accepted, SocketId, goodbye};
use crate::storage::room::RoomStorage;
use crate::web::FetchClient;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

/// How long a turn goes on taking events before others get their chance.
const TURN_MAX: Duration = Duration::from_millis(5);

/// How long requests under way may delay a reload.
const RELOAD_GRACE: Duration = Duration::from_secs(2);

/// What an actor is made with.
pub(crate) struct Setting {
    /// Runs its turns.
    pub(crate) pool: Arc<Pool>,
    /// Runs its operations.
    pub(crate) tokio: tokio::runtime::Handle,
    /// Fetches for all isolates.
    pub(crate) fetch: Arc<FetchClient>,
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

/// What a turn works with.
#[derive(Default)]
struct Seat {
    running: Option<Running>,
    /// Counts isolates, so that completions of an older one are known.
    isolates: u64,
    reload: Reload,
    /// Who waits for the outcome of the start.
    boot_waiters: Vec<oneshot::Sender<Result<(), Exception>>>,
}

/// An isolate with the bundle in it.
struct Running {
    isolate: Isolate,
    project: Arc<Project>,
    phase: Phase,
    gone: CancellationToken,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The bundle's top level awaits something.
    Booting,
    /// Events may come.
    Ready,
    /// Events may come; the first makes a new instance.
    Evicted,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Reload {
    #[default]
    None,
    /// As soon as the requests under way are answered.
    Due,
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

    /// Whether there is something to free: an isolate, or an actor without sockets.
    pub(crate) fn holds_more_than_sockets(&self) -> bool {
        self.awake.load(Ordering::Relaxed) || self.desk.sockets().is_empty()
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

    /// Tries the alarm again after `wait`.
    pub(crate) fn retry_alarm(&self, wait: Duration, tries: u32) {
        let (actor, stop) = (self.myself.clone(), self.setting.stop.clone());
        self.setting.tokio.spawn(async move {
            if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_some()
                && let Some(actor) = actor.upgrade()
            {
                actor.deliver(Event::Alarm(tries)).await;
            }
        });
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

    fn turn(&self) {
        let mut seat = lock(&self.seat);
        let begun = Instant::now();
        while begun.elapsed() < TURN_MAX {
            let gate = self.gate(&seat);
            let Some(next) = self.mailbox.take(gate) else {
                break;
            };
            self.handle(&mut seat, next);
            self.after_entry(&mut seat);
        }
        self.let_out(&mut seat);
        if seat.reload == Reload::Due && !self.desk.is_answering() {
            self.reload(&mut seat);
        }
        let gate = self.gate(&seat);
        drop(seat);
        let wake = self.mailbox.rest(gate);
        self.wake(wake);
    }

    fn gate(&self, seat: &Seat) -> Gate {
        let booting = seat
            .running
            .as_ref()
            .is_some_and(|running| running.phase == Phase::Booting);
        let shut = booting || self.desk.is_blocked() || seat.reload == Reload::Due;
        if shut { Gate::Shut } else { Gate::Open }
    }

    fn handle(&self, seat: &mut Seat, next: Next) {
        let result = match next {
            Next::Completion(isolate, completion) if isolate == seat.isolates => match &seat.running {
                Some(running) => running.isolate.complete(completion),
                None => Ok(()),
            },
            Next::Completion(..) => Ok(()),
            Next::Order(order) => {
                self.obey(seat, order);
                Ok(())
            }
            Next::Event(event) => {
                self.touch();
                self.handle_event(seat, event)
            }
        };
        if let Err(failed) = result {
            self.entry_failed(seat, failed);
        }
    }

    fn handle_event(&self, seat: &mut Seat, event: Event) -> Result<(), Failed> {
        match self.running(seat) {
            Ok(Phase::Ready | Phase::Evicted) => {}
            Ok(Phase::Booting) => {
                self.mailbox.put_back(event);
                return Ok(());
            }
            Err(message) => {
                self.refuse(event, &message);
                return Ok(());
            }
        }
        let Some(running) = &mut seat.running else {
            return Ok(());
        };
        running.phase = Phase::Ready;
        let isolate = &running.isolate;
        match event {
            Event::Request(request, to) => {
                let reply = self.desk.expect_reply(to);
                isolate.door(
                    "request",
                    doors::Request {
                        reply,
                        request: *request,
                        host: isolate.host(),
                    },
                )
            }
            Event::Message(id, message) if self.desk.sockets().contains(id) => {
                isolate.door("message", doors::SocketMessage(id, message))
            }
            Event::Closed(id, closed) if self.desk.sockets().end(id) => {
                let echo = CloseFrame::new(closed.code, closed.reason.clone());
                let result = isolate.door("closed", doors::SocketClosed(id, closed));
                // Nothing happens to a socket that a handler has closed: the handshake has its answer.
                self.desk.sockets().send(id, Outgoing::Close(echo));
                self.desk.sockets().remove(id);
                result
            }
            Event::Failed(id, text) if self.desk.sockets().end(id) => {
                let result = isolate.door("failed", doors::SocketFailed(id, text));
                self.desk.sockets().remove(id);
                result
            }
            Event::Message(..) | Event::Closed(..) | Event::Failed(..) => Ok(()),
            Event::Alarm(tries) => self.alarm(isolate, tries),
        }
    }

    fn alarm(&self, isolate: &Isolate, tries: u32) -> Result<(), Failed> {
        let due = self.desk.storage().alarm();
        let now = now_ms();
        match due {
            Ok(Some(due)) if due <= now || tries > 0 => {
                self.desk.alarm().start(tries);
                isolate.door("alarm", doors::Alarm(tries))
            }
            // Set anew or deleted since it was scheduled.
            Ok(_) => Ok(()),
            Err(error) => Err(Failed::Thrown(Thrown::engine(error.to_string()))),
        }
    }

    fn obey(&self, seat: &mut Seat, order: Order) {
        match order {
            // Who gave the order waits for the outcome and reports it.
            Order::Start => drop(self.running(seat)),
            Order::Rest => self.rest(seat),
            Order::Reload => {
                seat.reload = Reload::Due;
                if self.desk.is_answering() {
                    self.reload_later();
                }
            }
            Order::ReloadNow if seat.reload == Reload::Due => self.reload(seat),
            Order::ReloadNow => {}
            Order::End(done) => {
                self.desk
                    .abandon("the server is shutting down", &goodbye(1001, "Server Shutdown"));
                self.drop_isolate(seat);
                self.desk.storage().close();
                let _ = done.send(());
            }
        }
    }

    /// Frees what is not needed, step by step: first the instance, then the isolate, then the whole actor if it has
    /// no sockets.
    fn rest(&self, seat: &mut Seat) {
        let waiting = seat
            .running
            .as_ref()
            .is_some_and(|running| running.isolate.host().is_waiting());
        let busy = waiting || self.desk.is_answering() || self.desk.is_blocked();
        let idle = self.idle_for();
        if busy || idle < limits::INSTANCE_IDLE_MAX {
            return;
        }
        let (is_empty, can_sleep) = {
            let sockets = self.desk.sockets();
            (sockets.is_empty(), sockets.all_hibernate())
        };
        if !can_sleep || self.desk.commit().is_err() {
            return;
        }
        if idle < limits::ISOLATE_IDLE_MAX {
            return self.evict(seat);
        }
        self.drop_isolate(seat);
        self.desk.storage().close();
        // Data in memory lives as long as its actor.
        if is_empty && self.desk.storage().is_on_disk() && self.mailbox.retire_if_empty() {
            self.desk.outside.forget(&self.desk.origin);
        }
    }

    /// Drops the instance; the isolate stays for the next one.
    fn evict(&self, seat: &mut Seat) {
        *self.desk.alarm() = AlarmState::default();
        let Some(running) = seat
            .running
            .as_mut()
            .filter(|running| running.phase == Phase::Ready)
        else {
            return;
        };
        running.phase = Phase::Evicted;
        if running.isolate.evict().is_err() {
            self.drop_isolate(seat);
        }
        self.desk.storage().close();
    }

    fn reload_later(&self) {
        let (actor, stop) = (self.myself.clone(), self.setting.stop.clone());
        self.setting.tokio.spawn(async move {
            if stop
                .run_until_cancelled(tokio::time::sleep(RELOAD_GRACE))
                .await
                .is_some()
                && let Some(actor) = actor.upgrade()
            {
                actor.order(Order::ReloadNow);
            }
        });
    }

    /// Takes the new build: sleeping sockets stay, others are told to come back.
    fn reload(&self, seat: &mut Seat) {
        seat.reload = Reload::None;
        self.desk.end_requests("the room was reloaded before it had answered; try again");
        if !self.desk.sockets().all_hibernate() {
            self.desk.sockets().end_all(&goodbye(1012, "Service Restart"));
        }
        self.drop_isolate(seat);
    }

    /// The phase of the isolate, which is made if there is none; or why there can be none.
    fn running(&self, seat: &mut Seat) -> Result<Phase, String> {
        if seat.running.is_none() {
            self.boot(seat);
            self.take_boot_outcome(seat)?;
        }
        Ok(seat
            .running
            .as_ref()
            .map_or(Phase::Ready, |running| running.phase))
    }

    fn boot(&self, seat: &mut Seat) {
        seat.isolates += 1;
        self.awake.store(true, Ordering::Relaxed);
        let project = self.pinned.clone().unwrap_or_else(|| self.desk.outside.project());
        let gone = self.setting.stop.child_token();
        let surroundings = self.surroundings(seat.isolates, &project, gone.clone());
        let (desk, actor) = (self.desk.clone(), self.myself.upgrade());
        let process_env = Arc::new(project.options.process_env.clone());
        let fetch = self.setting.fetch.clone();
        let code = Code {
            platform: project.platform.clone(),
            binary: project.binary.clone(),
            async_contexts: project.async_contexts,
        };
        let made = Isolate::new(code, surroundings, |ctx, functions, host| {
            let Some(actor) = actor else { return Ok(()) };
            crate::web::install_process(ctx, functions, process_env)?;
            crate::web::install_fetch(ctx, functions, host, fetch)?;
            functions::install(
                ctx,
                functions,
                &Arc::new(Scope {
                    actor,
                    desk,
                    host: host.clone(),
                }),
            )
        });
        let started = made.and_then(|isolate| {
            let facts = self.facts(&project);
            let evaluated = evaluate(&isolate, &project, &facts);
            seat.running = Some(Running {
                isolate,
                project,
                phase: Phase::Booting,
                gone,
            });
            evaluated
        });
        match started {
            Ok(()) => {}
            Err(Failed::Thrown(thrown)) => self.booted(Err(thrown)),
            Err(Failed::Broken(message)) => self.booted(Err(Thrown::engine(message))),
        }
    }

    fn surroundings(&self, isolate: u64, project: &Project, gone: CancellationToken) -> Surroundings {
        let (desk, outside) = (self.desk.clone(), self.desk.outside.clone());
        Surroundings {
            origin: self.desk.origin.clone(),
            tokio: self.setting.tokio.clone(),
            inbox: Arc::new(ActorInbox {
                actor: self.myself.clone(),
                isolate,
            }),
            gone,
            // A failing commit shows again, and is reported, at the end of the turn.
            before_output: Arc::new(move || drop(desk.commit())),
            report: Arc::new(move |event| outside.report(event)),
            map: project.source_map.clone(),
        }
    }

    fn facts(&self, project: &Project) -> Facts {
        let namespaces = project.options.parties.iter().map(|party| {
            let class = party.class_name();
            vec![class.replacen("Party_", "PARTYRS_DO_", 1), class]
        });
        let room = match &self.desk.origin {
            Origin::Edge => None,
            Origin::Room(room) => Some(room),
        };
        Facts {
            class_name: room.map(|room| room.party.class_name()),
            object_id: room.map_or_else(String::new, |room| {
                project.unique_key(&room.party).object_id(room.id.as_str())
            }),
            name: room.map_or_else(String::new, |room| room.id.to_string()),
            vars: project.vars.clone(),
            namespaces: namespaces.collect(),
        }
    }

    /// Looks whether the start is over. The error is the message for those who wait.
    fn take_boot_outcome(&self, seat: &mut Seat) -> Result<(), String> {
        let Some(outcome) = lock(&self.boot_outcome).take() else {
            return Ok(());
        };
        match outcome {
            Ok(description) => {
                if let Some(running) = &mut seat.running {
                    running.phase = Phase::Ready;
                    if let Ok(shape) = serde_json::from_str::<Shape>(&description) {
                        running.project.set_shape(shape);
                    }
                }
                for waiter in seat.boot_waiters.drain(..) {
                    let _ = waiter.send(Ok(()));
                }
                Ok(())
            }
            Err(thrown) => {
                let project = self.pinned.clone().unwrap_or_else(|| self.desk.outside.project());
                let exception = thrown.exception(&project.source_map, &self.desk.origin, "module top level");
                if seat.boot_waiters.is_empty() {
                    self.desk
                        .outside
                        .report(RuntimeEvent::Exception(exception.clone()));
                }
                for waiter in seat.boot_waiters.drain(..) {
                    let _ = waiter.send(Err(exception.clone()));
                }
                self.drop_isolate(seat);
                Err(thrown.message)
            }
        }
    }

    /// What every entry into JavaScript may have left to do.
    fn after_entry(&self, seat: &mut Seat) {
        if let Err(message) = self.take_boot_outcome(seat) {
            while let Some(event) = self.mailbox.take_event() {
                self.refuse(event, &message);
            }
        }
        if let Some(reason) = self.desk.take_reset() {
            self.reset(seat, &reason);
        }
    }

    fn entry_failed(&self, seat: &mut Seat, failed: Failed) {
        match failed {
            Failed::Thrown(thrown) => {
                if let Some(running) = &seat.running {
                    running.isolate.host().report_thrown(&thrown, "an event");
                }
            }
            Failed::Broken(message) => {
                self.notice(&format!("The room was reset: {message}."));
                self.desk.abandon(&message, &Outgoing::Abort);
                self.drop_isolate(seat);
            }
        }
    }

    /// Ends the instance: its requests fail with `reason`, its sockets drop, the next event starts a new one.
    fn reset(&self, seat: &mut Seat, reason: &str) {
        self.desk.abandon(reason, &Outgoing::Abort);
        self.evict(seat);
    }

    fn drop_isolate(&self, seat: &mut Seat) {
        if let Some(running) = seat.running.take() {
            running.gone.cancel();
        }
        self.awake.store(false, Ordering::Relaxed);
        *self.desk.alarm() = AlarmState::default();
    }

    fn let_out(&self, seat: &mut Seat) {
        if let Err(error) = self.desk.let_out() {
            let message = format!("{error}");
            self.notice(&format!(
                "Nothing of the last events was kept or sent: {message}."
            ));
            self.reset(seat, &message);
        }
    }

    /// Turns an event away: the actor cannot start.
    fn refuse(&self, event: Event, message: &str) {
        match event {
            Event::Request(_, to) => drop(to.send(Err(Failure(message.to_owned())))),
            Event::Closed(id, _) | Event::Failed(id, _) => self.desk.sockets().remove(id),
            Event::Message(..) | Event::Alarm(_) => {}
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

/// Evaluates the bundle and starts the actor in it.
fn evaluate(isolate: &Isolate, project: &Project, facts: &Facts) -> Result<(), Failed> {
    isolate.enter(|ctx| {
        let (module, evaluation) = project.code.load(ctx)?.eval()?;
        let boot = doors::Boot {
            evaluation,
            namespace: module.namespace()?,
            facts,
        };
        boot.call(ctx, &isolate.actor_function(ctx, "boot")?)
    })
}

/// Where the completions of one isolate go.
struct ActorInbox {
    actor: Weak<Actor>,
    isolate: u64,
}

impl Inbox for ActorInbox {
    fn post(&self, completion: Completion) {
        if let Some(actor) = self.actor.upgrade() {
            actor.touch();
            let wake = actor.mailbox.complete(self.isolate, completion);
            actor.wake(wake);
        }
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Actor").field(&self.desk.origin).finish()
    }
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
