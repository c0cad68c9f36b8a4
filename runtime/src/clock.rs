//! The wall clock, in the unit of JavaScript and of alarms.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// What crons go by: the wall clock, or one that shows another time.
/// Copies show the same.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// How far it is ahead of the wall clock, milliseconds.
    ahead: Arc<AtomicI64>,
}

impl Clock {
    /// The wall clock.
    pub fn wall() -> Self {
        Self::default()
    }

    /// A clock that shows `ms` (since 1970) now, and goes on from there.
    pub fn showing(ms: i64) -> Self {
        let clock = Self::wall();
        clock.advance(ms - now_ms());
        clock
    }

    /// Moves it by `ms`, as waking a machine does.
    pub fn advance(&self, ms: i64) {
        self.ahead.fetch_add(ms, Ordering::Relaxed);
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> i64 {
        now_ms() + self.ahead.load(Ordering::Relaxed)
    }
}
