//! The clock and the timers of the host: one per waiting timer of `timers.js`. They are cancelled with the isolate.

use crate::isolate::ops::Host;
use rquickjs::{Ctx, Function, Object, Result};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Adds `startTimer(ms)`, `cancelTimer(number)`, `now()` (ms since this was called) and `timeOrigin`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    let timers = host.clone();
    let start = Function::new(ctx.clone(), move |ms: f64| {
        // The due time, not the delay, is whole: half a millisecond early would be seen by `Date.now()`.
        timers.start_timer(Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default())
    })?;
    functions.set("startTimer", start)?;
    let timers = host.clone();
    let cancel = Function::new(ctx.clone(), move |id: u32| timers.cancel_timer(id))?;
    functions.set("cancelTimer", cancel)?;
    let began = Instant::now();
    let now = Function::new(ctx.clone(), move || began.elapsed().as_secs_f64() * 1000.0)?;
    functions.set("now", now)?;
    let origin = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    functions.set("timeOrigin", origin.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests;
