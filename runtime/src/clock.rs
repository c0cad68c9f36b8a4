//! The wall clock, in the unit of JavaScript and of alarms.

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// What crons go by: the wall clock, or one that shows another time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    ahead_ms: i64,
}

impl Clock {
    /// The wall clock.
    pub fn wall() -> Self {
        Self::default()
    }

    /// A clock that shows `ms` (since 1970) now, and goes on from there.
    pub fn showing(ms: i64) -> Self {
        Self {
            ahead_ms: ms - now_ms(),
        }
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(self) -> i64 {
        now_ms() + self.ahead_ms
    }
}
