//! What waits for an actor. Events from outside are bounded: their senders wait. Completions of the actor's own
//! operations are bounded by those operations and come first. The mailbox says when a turn must be queued, so an
//! actor is never queued twice.

use super::outbound::{CloseFrame, Message};
use super::socket::SocketId;
use crate::body::{HttpRequest, HttpResponse};
use crate::isolate::ops::Completion;
use crate::limits::MAILBOX_EVENTS_MAX;
use crate::room::far_end::FarEnd;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// The answer to a request: a response, and the far end of a WebSocket if its status is 101.
#[derive(Debug)]
pub(crate) struct Reply {
    /// Status, headers, body.
    pub(crate) response: HttpResponse,
    /// What the response's `webSocket` is.
    pub(crate) socket: Option<FarEnd>,
}

/// Why a request got no answer: the message of what was thrown.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Failure(pub(crate) String);

/// Where an answer goes.
pub(crate) type ReplyTo = oneshot::Sender<Result<Reply, Failure>>;

/// One event from outside.
#[derive(Debug)]
pub(crate) enum Event {
    /// A request to answer.
    Request(Box<HttpRequest>, ReplyTo),
    /// A socket's message.
    Message(SocketId, Message),
    /// A socket's end.
    Closed(SocketId, Closed),
    /// A socket's failure; nothing follows it.
    Failed(SocketId, String),
    /// A cron is due: its expression and when it was to run, milliseconds since 1970.
    Scheduled(String, i64, ReplyTo),
    /// The alarm is due; how often it was tried before.
    Alarm(u32),
}

/// How a socket ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Closed {
    /// The status code; 1005 without one, 1006 without a closing handshake.
    pub(crate) code: u16,
    /// The reason.
    pub(crate) reason: String,
    /// Whether there was a closing handshake.
    pub(crate) clean: bool,
}

impl From<CloseFrame> for Closed {
    fn from(frame: CloseFrame) -> Self {
        match frame {
            CloseFrame::Empty => Self {
                code: 1005,
                reason: String::new(),
                clean: true,
            },
            CloseFrame::Status(code, reason) => Self {
                code,
                reason,
                clean: true,
            },
        }
    }
}

/// What the runtime asks of an actor between events.
#[derive(Debug)]
pub(crate) enum Order {
    /// Start the isolate although nothing came.
    Start,
    /// Nothing happened for a while: free what is not needed.
    Rest,
    /// The bundle changed: take the new one, once the requests under way are answered.
    Reload,
    /// They had their time.
    ReloadNow,
    /// The server stops: end everything and say so.
    End(oneshot::Sender<()>),
}

/// The next thing for a turn to do.
pub(crate) enum Next {
    /// An operation ended or a timer is due; made by the isolate with this number.
    Completion(u64, Completion),
    /// Something from outside.
    Event(Event),
    /// Something from the runtime.
    Order(Order),
}

/// Whether a turn must be queued now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Wake {
    /// Yes.
    Queue,
    /// One is queued or running already and will see the news.
    Awake,
}

/// Whether events from outside may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Everything may be taken.
    Open,
    /// Events wait: the actor is starting or in a critical section.
    Shut,
}

/// The queue before one actor.
pub(crate) struct Mailbox {
    state: Mutex<State>,
    places: Arc<Semaphore>,
}

#[derive(Default)]
struct State {
    completions: VecDeque<(u64, Completion)>,
    orders: VecDeque<Order>,
    events: VecDeque<(Event, Option<OwnedSemaphorePermit>)>,
    awake: bool,
    retired: bool,
}

/// The actor is gone: look it up again.
#[derive(Debug)]
pub(crate) struct Retired(pub(crate) Event);

impl Mailbox {
    /// An empty mailbox.
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::default(),
            places: Arc::new(Semaphore::new(MAILBOX_EVENTS_MAX)),
        }
    }

    /// Waits for a place among the events.
    pub(crate) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().acquire_owned().await.ok()
    }

    /// Adds an event; `place` is given back when it is taken. Ends of sockets need no place: there is one each.
    pub(crate) fn add(&self, event: Event, place: Option<OwnedSemaphorePermit>) -> Result<Wake, Retired> {
        let mut state = self.lock();
        if state.retired {
            return Err(Retired(event));
        }
        state.events.push_back((event, place));
        Ok(state.wake())
    }

    /// Puts an event that cannot be handled yet back before all others.
    pub(crate) fn put_back(&self, event: Event) {
        self.lock().events.push_front((event, None));
    }

    /// Adds a completion of the isolate number `isolate`.
    pub(crate) fn complete(&self, isolate: u64, completion: Completion) -> Wake {
        let mut state = self.lock();
        state.completions.push_back((isolate, completion));
        state.wake()
    }

    /// Adds an order.
    pub(crate) fn order(&self, order: Order) -> Wake {
        let mut state = self.lock();
        state.orders.push_back(order);
        state.wake()
    }

    /// What to do next: completions, then orders, then, through an open gate, events. At the end of a turn this
    /// returns nothing and the actor sleeps until woken.
    pub(crate) fn take(&self, gate: Gate) -> Option<Next> {
        let mut state = self.lock();
        if let Some((isolate, completion)) = state.completions.pop_front() {
            return Some(Next::Completion(isolate, completion));
        }
        if let Some(order) = state.orders.pop_front() {
            return Some(Next::Order(order));
        }
        if gate == Gate::Open
            && let Some((event, _place)) = state.events.pop_front()
        {
            return Some(Next::Event(event));
        }
        None
    }

    /// The next event from outside, whatever else waits.
    pub(crate) fn take_event(&self) -> Option<Event> {
        self.lock().events.pop_front().map(|(event, _place)| event)
    }

    /// Ends a turn: whether another must be queued because news came meanwhile.
    pub(crate) fn rest(&self, gate: Gate) -> Wake {
        let mut state = self.lock();
        let news = !state.completions.is_empty()
            || !state.orders.is_empty()
            || (gate == Gate::Open && !state.events.is_empty());
        state.awake = news;
        if news { Wake::Queue } else { Wake::Awake }
    }

    /// Ends the mailbox if nothing waits; afterwards senders are told to look the actor up again.
    pub(crate) fn retire_if_empty(&self) -> bool {
        let mut state = self.lock();
        state.retired = state.events.is_empty() && state.completions.is_empty();
        state.retired
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake(&mut self) -> Wake {
        if std::mem::replace(&mut self.awake, true) {
            Wake::Awake
        } else {
            Wake::Queue
        }
    }
}
