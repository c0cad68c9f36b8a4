//! Rejected promises that nobody handles. A rejection counts once the jobs of its entry are done and no handler
//! was added meanwhile.

use super::exception::Thrown;
use rquickjs::runtime::RejectionTracker;
use rquickjs::{Ctx, JsLifetime, Value};
use std::cell::RefCell;

/// The rejections of the current entry.
#[derive(Default, JsLifetime)]
pub(crate) struct Rejections<'js> {
    open: RefCell<Vec<Rejection<'js>>>,
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

/// Those that are still unhandled; forgets them.
pub(crate) fn take(ctx: &Ctx<'_>) -> Vec<Thrown> {
    let Some(rejections) = ctx.userdata::<Rejections>() else {
        return Vec::new();
    };
    let open = std::mem::take(&mut *rejections.open.borrow_mut());
    drop(rejections);
    open.into_iter()
        .map(|rejection| Thrown::of(ctx, &rejection.reason))
        .collect()
}
