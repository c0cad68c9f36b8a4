//! Host operations: how JavaScript starts work outside and hears of its end. A host function that needs time
//! starts a future here and returns a promise; when the future ends, its result is posted to the isolate's
//! inbox and settled in the isolate's own turn. Results are plain data: no JavaScript value leaves the isolate.

use super::exception::{self, Thrown};
use super::source_map::SourceMap;
use crate::event::{Origin, RuntimeEvent, SourcePosition};
use crate::lock::lock;
use bytes::Bytes;
use rquickjs::{Array, Ctx, IntoJs, Result, TypedArray, Value};
use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// What an operation gives back to JavaScript.
#[derive(Debug)]
pub(crate) enum OpValue {
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// A `Uint8Array`.
    Bytes(Bytes),
    /// An array.
    List(Vec<OpValue>),
}

/// How an operation failed: which error JavaScript sees.
#[derive(Debug)]
pub(crate) struct OpError {
    /// Which constructor makes the error.
    pub(crate) kind: ErrorKind,
    /// Its message.
    pub(crate) message: String,
}

/// The constructor of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// `Error`
    Error,
    /// `TypeError`
    Type,
    /// `DOMException` with this name
    Dom(&'static str),
}

/// The result of an operation.
pub(crate) type OpResult = std::result::Result<OpValue, OpError>;

/// The number of a pending operation or timer within its isolate.
pub(crate) type OpId = u32;

/// What is posted to an isolate from outside.
#[derive(Debug)]
pub(crate) enum Completion {
    /// An operation ended.
    Op(OpId, OpResult),
    /// A timer is due.
    Timer(OpId),
}

/// Where completions go: the isolate's inbox. Posting never blocks.
pub(crate) trait Inbox: Send + Sync {
    /// Adds `completion` and wakes the isolate.
    fn post(&self, completion: Completion);
}

/// Everything an isolate's host functions may touch. One per isolate.
#[derive(Clone)]
pub(crate) struct Surroundings {
    /// Who the isolate is, for reports.
    pub(crate) origin: Origin,
    /// Runs the futures of operations.
    pub(crate) tokio: tokio::runtime::Handle,
    /// Where they report their end.
    pub(crate) inbox: Arc<dyn Inbox>,
    /// Cancelled when the isolate goes away; its operations go with it.
    pub(crate) gone: CancellationToken,
    /// Called before an operation starts: what it tells the outside must not be undone by a crash.
    pub(crate) before_output: Arc<dyn Fn() + Send + Sync>,
    /// Where runtime events go.
    pub(crate) report: Arc<dyn Fn(RuntimeEvent) + Send + Sync>,
    /// From the bundle's positions to the user's.
    pub(crate) map: Arc<SourceMap>,
}

/// Things that JavaScript holds by number: bodies, sockets. Dropped with the isolate.
#[derive(Default)]
pub(crate) struct Resources {
    next: u32,
    /// Those that outlive the instance: objects that modules may hold.
    lasting: HashSet<u32>,
    held: HashMap<u32, Box<dyn Any + Send>>,
}

impl Resources {
    /// Keeps `resource`, returns its number (never 0).
    pub(crate) fn add<R: Any + Send>(&mut self, resource: R) -> u32 {
        self.next += 1;
        self.held.insert(self.next, Box::new(resource));
        self.next
    }

    /// Keeps `resource` even when the instance ends.
    pub(crate) fn add_lasting<R: Any + Send>(&mut self, resource: R) -> u32 {
        let id = self.add(resource);
        self.lasting.insert(id);
        id
    }

    /// Drops what belongs to the instance.
    fn end_instance(&mut self) {
        let lasting = &self.lasting;
        self.held.retain(|id, _| lasting.contains(id));
    }

    /// Takes the resource `id` out, if it is there and an `R`.
    pub(crate) fn take<R: Any + Send>(&mut self, id: u32) -> Option<R> {
        if !self.held.get(&id)?.is::<R>() {
            return None;
        }
        self.lasting.remove(&id);
        self.held.remove(&id)?.downcast().ok().map(|boxed| *boxed)
    }

    /// The resource `id`, if it is there and an `R`.
    pub(crate) fn get<R: Any + Send>(&mut self, id: u32) -> Option<&mut R> {
        self.held.get_mut(&id)?.downcast_mut()
    }
}

/// What the host functions of one isolate share: each holds it by `Arc`, none of it is JavaScript.
pub(crate) struct Host {
    surroundings: Surroundings,
    next: AtomicU32,
    /// Operations with smaller numbers were started by an instance that is gone.
    live_from: AtomicU32,
    pending: AtomicUsize,
    memory_suspect: AtomicBool,
    /// Cancelled with the instance; its operations end.
    instance: Mutex<CancellationToken>,
    timers: Mutex<HashMap<OpId, CancellationToken>>,
    resources: Mutex<Resources>,
}

impl Host {
    /// The host side of a fresh isolate.
    pub(crate) fn new(surroundings: Surroundings) -> Arc<Self> {
        let instance = Mutex::new(surroundings.gone.child_token());
        Arc::new(Self {
            surroundings,
            next: AtomicU32::new(1),
            live_from: AtomicU32::new(1),
            pending: AtomicUsize::new(0),
            memory_suspect: AtomicBool::new(false),
            instance,
            timers: Mutex::default(),
            resources: Mutex::default(),
        })
    }

    /// Starts `work`; JavaScript gets the number and waits with `op(number)` of `partyrs:ops`.
    pub(crate) fn start<F>(&self, work: F) -> OpId
    where
        F: Future<Output = OpResult> + Send + 'static,
    {
        (self.surroundings.before_output)();
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.pending.fetch_add(1, Ordering::Relaxed);
        let inbox = self.surroundings.inbox.clone();
        let gone = lock(&self.instance).clone();
        self.surroundings.tokio.spawn(async move {
            if let Some(result) = gone.run_until_cancelled(work).await {
                inbox.post(Completion::Op(id, result));
            }
        });
        id
    }

    /// Posts [`Completion::Timer`] after `delay`, unless cancelled before.
    pub(crate) fn start_timer(&self, delay: Duration) -> OpId {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let cancelled = self.surroundings.gone.child_token();
        lock(&self.timers).insert(id, cancelled.clone());
        let inbox = self.surroundings.inbox.clone();
        self.surroundings.tokio.spawn(async move {
            let due = cancelled.run_until_cancelled(tokio::time::sleep(delay)).await;
            if due.is_some() {
                inbox.post(Completion::Timer(id));
            }
        });
        id
    }

    /// Stops the timer `id`; one that is due already is forgotten.
    pub(crate) fn cancel_timer(&self, id: OpId) {
        if let Some(token) = lock(&self.timers).remove(&id) {
            token.cancel();
        }
    }

    /// Whether the timer `id` was still wanted; forgets it.
    pub(crate) fn timer_fired(&self, id: OpId) -> bool {
        lock(&self.timers).remove(&id).is_some()
    }

    /// Notes that the operation `id` ended: whether somebody still waits for it.
    pub(crate) fn op_ended(&self, id: OpId) -> bool {
        let is_live = id >= self.live_from.load(Ordering::Relaxed);
        if is_live {
            self.pending.fetch_sub(1, Ordering::Relaxed);
        }
        is_live
    }

    /// Ends everything the instance has started: the next one begins with nothing under way.
    pub(crate) fn end_instance(&self) {
        self.live_from
            .store(self.next.load(Ordering::Relaxed), Ordering::Relaxed);
        self.pending.store(0, Ordering::Relaxed);
        let next = self.surroundings.gone.child_token();
        std::mem::replace(&mut *lock(&self.instance), next).cancel();
        for (_, timer) in lock(&self.timers).drain() {
            timer.cancel();
        }
        lock(&self.resources).end_instance();
    }

    /// Whether operations or timers are on their way: such an isolate is not idle.
    pub(crate) fn is_waiting(&self) -> bool {
        self.pending.load(Ordering::Relaxed) > 0 || !lock(&self.timers).is_empty()
    }

    /// Runs `f` on the isolate's resources.
    pub(crate) fn resources<R>(&self, f: impl FnOnce(&mut Resources) -> R) -> R {
        f(&mut lock(&self.resources))
    }

    /// Reports `event` to whoever started the runtime.
    pub(crate) fn report(&self, event: RuntimeEvent) {
        (self.surroundings.report)(event);
    }

    /// Reports what user code threw while `handler` ran.
    pub(crate) fn report_thrown(&self, thrown: &Thrown, handler: &str) {
        if thrown.may_be_out_of_memory() {
            self.memory_suspect.store(true, Ordering::Relaxed);
        }
        let exception = thrown.exception(&self.surroundings.map, &self.surroundings.origin, handler);
        self.report(RuntimeEvent::Exception(exception));
    }

    /// Whether something was thrown since the last call that a full heap throws.
    pub(crate) fn take_memory_suspicion(&self) -> bool {
        self.memory_suspect.swap(false, Ordering::Relaxed)
    }

    /// A stack's text with the frames in the user's files, and without ours.
    pub(crate) fn user_stack(&self, stack: &str) -> String {
        exception::user_stack(&self.surroundings.map, stack)
    }

    /// The user's position of the stack frame `place` (`file:line:column`).
    pub(crate) fn position(&self, place: &str) -> Option<SourcePosition> {
        exception::position(&self.surroundings.map, place)
    }

    /// Who the isolate is.
    pub(crate) fn origin(&self) -> &Origin {
        &self.surroundings.origin
    }
}

impl OpError {
    /// A `TypeError`.
    pub(crate) fn type_error(message: impl Into<String>) -> Self {
        Self {
            kind: ErrorKind::Type,
            message: message.into(),
        }
    }

    /// An `Error`.
    pub(crate) fn error(message: impl Into<String>) -> Self {
        Self {
            kind: ErrorKind::Error,
            message: message.into(),
        }
    }

    /// The name by which `partyrs:ops` makes the error.
    pub(crate) fn class(&self) -> String {
        let name = match self.kind {
            ErrorKind::Error => "Error",
            ErrorKind::Type => "TypeError",
            ErrorKind::Dom(name) => name,
        };
        name.to_owned()
    }
}

impl<'js> IntoJs<'js> for OpValue {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self {
            Self::Undefined => Ok(Value::new_undefined(ctx.clone())),
            Self::Null => Ok(Value::new_null(ctx.clone())),
            Self::Bool(value) => value.into_js(ctx),
            Self::Number(value) => value.into_js(ctx),
            Self::Text(value) => value.into_js(ctx),
            Self::Bytes(value) => Ok(TypedArray::<u8>::new_copy(ctx.clone(), &value[..])?.into_value()),
            Self::List(values) => {
                let array = Array::new(ctx.clone())?;
                for (index, value) in values.into_iter().enumerate() {
                    array.set(index, value)?;
                }
                Ok(array.into_value())
            }
        }
    }
}
