//! Where cryptography is computed: what is quick at once, in the isolate's turn; what takes long as an operation on
//! tokio's blocking threads, so that neither the room nor its neighbours on the thread stand still.

use crate::isolate::ops::{ErrorKind, Host, OpError, OpResult};
use rquickjs::function::Constructor;
use rquickjs::{Ctx, Exception, IntoJs, Result, Value};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Bytes from which on hashing and encrypting take long: about a millisecond's worth.
const HEAVY_BYTES: usize = 1024 * 1024;

/// How long a computation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// A few milliseconds at most.
    Light,
    /// Longer.
    Heavy,
}

impl Weight {
    /// Of work on so many bytes.
    pub(crate) fn of_bytes(count: usize) -> Self {
        match count {
            HEAVY_BYTES.. => Self::Heavy,
            _ => Self::Light,
        }
    }
}

/// The seats for heavy work, shared by all isolates: one per core, so that a room that asks for a thousand keys
/// starts no thousand threads. What finds no seat waits; it ends with the instance that asked.
#[derive(Clone)]
pub(crate) struct Seats(Arc<Semaphore>);

impl Default for Seats {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Semaphore::new(cores)))
    }
}

/// What the cryptography of one isolate works with.
#[derive(Clone)]
pub(crate) struct Labour {
    host: Arc<Host>,
    seats: Seats,
}

impl Labour {
    /// For the isolate of `host`.
    pub(crate) fn new(host: &Arc<Host>, seats: &Seats) -> Self {
        Self {
            host: host.clone(),
            seats: seats.clone(),
        }
    }

    /// The host behind it.
    pub(super) fn host(&self) -> &Arc<Host> {
        &self.host
    }

    /// The result of `work`, or the number of the operation that will bring it; no work's result is a number.
    pub(crate) fn perform<'js>(
        &self,
        ctx: &Ctx<'js>,
        weight: Weight,
        work: impl FnOnce() -> OpResult + Send + 'static,
    ) -> Result<Value<'js>> {
        if weight == Weight::Light {
            return settle(ctx, work());
        }
        let seats = self.seats.clone();
        let operation = self.host.start(async move {
            // Nobody closes the semaphore.
            let seat = seats.0.acquire_owned().await;
            let done = tokio::task::spawn_blocking(move || {
                let result = work();
                drop(seat);
                result
            });
            done.await
                .unwrap_or_else(|_| Err(OpError::error("the computation broke down")))
        });
        operation.into_js(ctx)
    }
}

/// What JavaScript gets of `result`: the value, or the error thrown.
pub(super) fn settle<'js>(ctx: &Ctx<'js>, result: OpResult) -> Result<Value<'js>> {
    match result {
        Ok(value) => value.into_js(ctx),
        Err(OpError { kind, message }) => Err(match kind {
            ErrorKind::Error => Exception::throw_message(ctx, &message),
            ErrorKind::Type => Exception::throw_type(ctx, &message),
            ErrorKind::Dom(name) => throw_dom(ctx, name, message)?,
        }),
    }
}

fn throw_dom(ctx: &Ctx<'_>, name: &'static str, message: String) -> Result<rquickjs::Error> {
    let class: Constructor = ctx.globals().get("DOMException")?;
    let error: Value = class.construct((message, name))?;
    Ok(ctx.throw(error))
}

/// A `DOMException` called `name`.
pub(crate) fn failure(name: &'static str, message: impl Into<String>) -> OpError {
    OpError {
        kind: ErrorKind::Dom(name),
        message: message.into(),
    }
}

/// What a computation with good parameters fails with.
pub(super) fn operation_error(message: impl Into<String>) -> OpError {
    failure("OperationError", message)
}

/// What is said of keys that are none.
pub(super) fn data_error(message: impl Into<String>) -> OpError {
    failure("DataError", message)
}
