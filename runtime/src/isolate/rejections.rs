//! Rejected promises that nobody handles. A rejection counts once the jobs of its entry are done and no handler
//! was added meanwhile, and unless the global object's listeners of `unhandledrejection` say otherwise.

use super::exception::Thrown;
use rquickjs::runtime::RejectionTracker;
use rquickjs::{CatchResultExt, Ctx, Function, JsLifetime, Object, Result, Value};
use std::cell::RefCell;

/// The rejections of the current entry.
#[derive(Default, JsLifetime)]
pub(crate) struct Rejections<'js> {
    open: RefCell<Vec<Rejection<'js>>>,
    /// Tells the global object's listeners, once there are any; whether one of them prevented the report.
    listener: RefCell<Option<Function<'js>>>,
}

#[derive(JsLifetime)]
struct Rejection<'js> {
    promise: Value<'js>,
    reason: Value<'js>,
}

/// What the engine calls when a promise is rejected without a handler, and when it gets one after all.
pub(crate) fn tracker() -> RejectionTracker {
    Box::new(|ctx, promise, reason, is_handled| {
        let Some(rejections) = ctx.userdata::<Rejections>() else {
            return;
        };
        let mut open = rejections.open.borrow_mut();
        if is_handled {
            open.retain(|rejection| rejection.promise != promise);
        } else {
            open.push(Rejection { promise, reason });
        }
    })
}

/// Adds `onUnhandledRejection(listener)`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>) -> Result<()> {
    let listen = |ctx: Ctx<'js>, listener: Function<'js>| {
        if let Some(rejections) = ctx.userdata::<Rejections>() {
            rejections.listener.replace(Some(listener));
        }
    };
    functions.set("onUnhandledRejection", Function::new(ctx.clone(), listen)?)
}

/// Those that are still unhandled and that no listener took; forgets them.
pub(crate) fn take<'js>(ctx: &Ctx<'js>) -> Vec<Thrown> {
    let Some(rejections) = ctx.userdata::<Rejections>() else {
        return Vec::new();
    };
    let open = std::mem::take(&mut *rejections.open.borrow_mut());
    let listener = rejections.listener.borrow().clone();
    drop(rejections);
    let is_taken = |rejection: &Rejection<'js>| match &listener {
        // It catches what listeners throw; a full heap leaves the rejection to be reported.
        Some(listener) => {
            let taken = listener.call((rejection.promise.clone(), rejection.reason.clone()));
            taken.catch(ctx).unwrap_or(false)
        }
        None => false,
    };
    open.into_iter()
        .filter(|rejection| !is_taken(rejection))
        .map(|rejection| Thrown::of(ctx, &rejection.reason))
        .collect()
}
